package io.millirun.runtimemanager;

import io.millirun.runtimemanager.builds.BuildsConfiguration;
import io.millirun.runtimemanager.code.CodeConfiguration;
import io.millirun.runtimemanager.events.EventsConfiguration;
import io.millirun.runtimemanager.export.ExportConfiguration;
import io.millirun.runtimemanager.functions.FunctionsConfiguration;
import io.millirun.runtimemanager.logs.LogsConfiguration;
import io.millirun.runtimemanager.runtimes.RuntimesConfiguration;
import io.millirun.runtimemanager.schedules.SchedulesConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every process has of this module, whatever its roles: functions, their code, and the runtimes on offer. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RuntimeManagerProperties.class)
@Import({
    BuildsConfiguration.class,
    LogsConfiguration.class,
    CodeConfiguration.class,
    EventsConfiguration.class,
    ExportConfiguration.class,
    FunctionsConfiguration.class,
    RuntimesConfiguration.class,
    SchedulesConfiguration.class
})
public class RuntimeManagerConfiguration {}
