package io.millirun.runtimemanager.code;

import io.millirun.runtimemanager.RuntimeManagerProperties;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Unpacked code, in processes that run functions; its folder belongs to one process. */
@Configuration(proxyBeanMethods = false)
public class BundlesConfiguration {

    @Bean
    CodeBundles codeBundles(
            @Qualifier("worker") DataSource dataSource,
            @Value("${millirun.data:data}") Path data,
            RuntimeManagerProperties properties,
            Clock clock) {
        return new CodeBundles(
                new PostgresPackages(dataSource, clock),
                new BundleFolder(
                        data.resolve("code-cache"), properties.codeCacheSize().toBytes(), System::nanoTime));
    }
}
