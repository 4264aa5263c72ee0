package io.millirun.runtimemanager.logs;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every process has of logs: reading them, and how long they are kept. Needs an {@link EventKey}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogProperties.class)
public class LogsConfiguration {

    @Bean
    FunctionLogs functionLogs(JdbcClient jdbc) {
        return new FunctionLogs(jdbc);
    }

    @Bean
    LogSettingStore logSettingStore(JdbcClient jdbc, LogProperties properties) {
        return new LogSettingStore(jdbc, properties);
    }

    @Bean
    EventCipher eventCipher(EventKey key) {
        return new EventCipher(key);
    }

    @Bean
    CapturedEvents capturedEvents(JdbcClient jdbc, EventCipher cipher) {
        return new CapturedEvents(jdbc, cipher);
    }
}
