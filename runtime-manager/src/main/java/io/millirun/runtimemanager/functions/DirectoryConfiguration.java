package io.millirun.runtimemanager.functions;

import com.github.benmanes.caffeine.cache.Ticker;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The call path's view of functions, in processes that run them; needs a {@link FunctionListener}. */
@Configuration(proxyBeanMethods = false)
public class DirectoryConfiguration {

    @Bean
    FunctionDirectory functionDirectory(@Qualifier("worker") JdbcClient jdbc, EnvironmentCipher cipher) {
        return new FunctionDirectory(new FunctionLookup(jdbc, cipher), Ticker.systemTicker());
    }

    @Bean
    FunctionWatch functionWatch(
            FunctionDirectory directory, FunctionListener engine, @Qualifier("worker") DataSource workers) {
        return new FunctionWatch(directory, engine, workers);
    }
}
