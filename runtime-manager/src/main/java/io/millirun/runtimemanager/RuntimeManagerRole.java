package io.millirun.runtimemanager;

import io.millirun.metering.UsageSpoolConfiguration;
import io.millirun.runtimemanager.code.BundlesConfiguration;
import io.millirun.runtimemanager.engine.EngineConfiguration;
import io.millirun.runtimemanager.functions.DirectoryConfiguration;
import io.millirun.runtimemanager.logs.LogWritingConfiguration;
import io.millirun.runtimemanager.runtimes.ImagesConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a process of the runtime-manager role has beyond the library: the engine, and what only it needs. */
@Configuration(proxyBeanMethods = false)
@Import({
    UsageSpoolConfiguration.class,
    BundlesConfiguration.class,
    DirectoryConfiguration.class,
    ImagesConfiguration.class,
    EngineConfiguration.class,
    LogWritingConfiguration.class
})
public class RuntimeManagerRole {}
