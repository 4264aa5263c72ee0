package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.ChangeGuard;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.TestPackages;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import java.time.Clock;

/** Lambda APIs for tests of what is around them. */
public final class LambdaApis {

    private LambdaApis() {}

    /** An API without any operation. */
    public static LambdaApi none() {
        return of(new Routes(), ChangeGuard.OPEN);
    }

    static LambdaApi of(Routes routes, ChangeGuard guard) {
        CodePackages packages = TestPackages.inMemory();
        return new LambdaApi(
                routes,
                new CodeLinks(new EnvironmentKey(new byte[32]), Clock.systemUTC()),
                packages,
                guard,
                "millirun-1");
    }
}
