package io.millirun.runtimemanager;

import io.millirun.metering.UsageSpoolConfiguration;
import io.millirun.runtimemanager.builds.BuildRoleConfiguration;
import io.millirun.runtimemanager.code.BundlesConfiguration;
import io.millirun.runtimemanager.engine.EngineConfiguration;
import io.millirun.runtimemanager.events.EventWorkersConfiguration;
import io.millirun.runtimemanager.functions.DirectoryConfiguration;
import io.millirun.runtimemanager.housekeeping.HousekeepingConfiguration;
import io.millirun.runtimemanager.lambdaapi.LambdaApiConfiguration;
import io.millirun.runtimemanager.logs.LogWritingConfiguration;
import io.millirun.runtimemanager.runtimes.ImagesConfiguration;
import io.millirun.runtimemanager.schedules.ScheduleClockConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a process of the runtime-manager role has beyond the library: the engine, and what only it needs. */
@Configuration(proxyBeanMethods = false)
@Import({
    UsageSpoolConfiguration.class,
    BundlesConfiguration.class,
    DirectoryConfiguration.class,
    ImagesConfiguration.class,
    LambdaApiConfiguration.class,
    EngineConfiguration.class,
    LogWritingConfiguration.class,
    EventWorkersConfiguration.class,
    ScheduleClockConfiguration.class,
    BuildRoleConfiguration.class,
    HousekeepingConfiguration.class
})
public class RuntimeManagerRole {}
