package io.millirun.runtimemanager.builds;

import io.millirun.runtimemanager.RuntimeManagerProperties;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.runtimes.BuilderImages;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs builds, in processes that run functions. Needs a {@link BuildSandbox}. */
@Configuration(proxyBeanMethods = false)
public class BuildRoleConfiguration {

    @Bean
    BuildWorker buildWorker(
            RuntimeManagerProperties manager,
            BuildProperties properties,
            Builds builds,
            JdbcClient jdbc,
            @Qualifier("worker") JdbcClient workers,
            CodePackages packages,
            BuildSandbox sandbox,
            BuilderImages builders,
            Clock clock)
            throws UnknownHostException {
        String node = manager.node().isEmpty() ? InetAddress.getLocalHost().getHostName() : manager.node();
        return new BuildWorker(
                node,
                properties,
                builds,
                new BuildRows(workers),
                new BuildRows(jdbc),
                packages,
                new BuildInput(packages, manager.runtimesDirectory(), properties),
                sandbox,
                builders::of,
                clock);
    }
}
