package io.millirun.portal;

import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts one process of the platform. {@code --roles=portal,runtime-manager,metering,billing} (all by default) chooses
 * its listeners and jobs.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@EntityScan("io.millirun")
@EnableJpaRepositories("io.millirun")
public class MillirunApplication {

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /** The application with settings that are paths read as paths; Spring would look for them in the web application. */
    static SpringApplication application() {
        SpringApplication application = new SpringApplication(MillirunApplication.class);
        application.addInitializers(context ->
                context.getEnvironment().getConversionService().addConverter(String.class, Path.class, Path::of));
        return application;
    }
}
