package io.millirun.portal.secret;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the master secret: the file that is named, else {@code secret} in the data folder. */
@Configuration(proxyBeanMethods = false)
class SecretConfiguration {

    @Bean
    MasterSecret masterSecret(@Value("${millirun.secret-file:}") String file, @Value("${millirun.data}") Path data) {
        return file.isBlank() ? MasterSecret.createdAt(data.resolve("secret")) : MasterSecret.readFrom(Path.of(file));
    }
}
