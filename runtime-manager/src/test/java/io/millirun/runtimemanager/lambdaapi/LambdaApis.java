package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.ActLog;
import io.millirun.runtimemanager.ChangeGuard;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.TestPackages;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import java.time.Clock;
import org.springframework.transaction.support.TransactionOperations;

/** Lambda APIs for tests of what is around them. */
public final class LambdaApis {

    private LambdaApis() {}

    /** An API without any operation. */
    public static LambdaApi none() {
        return of(new Routes(), ChangeGuard.OPEN, ActLog.NONE);
    }

    static LambdaApi of(Routes routes, ChangeGuard guard, ActLog acts) {
        CodePackages packages = TestPackages.inMemory();
        return new LambdaApi(
                routes,
                new CodeLinks(new EnvironmentKey(new byte[32]), Clock.systemUTC()),
                packages,
                guard,
                acts,
                TransactionOperations.withoutTransaction(),
                "millirun-1");
    }
}
