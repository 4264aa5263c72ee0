package io.millirun.runtimemanager.runtimes;

import io.millirun.runtimemanager.RuntimeManagerProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Images and their state, in processes that run functions; needs an {@link ImagePresence}. */
@Configuration(proxyBeanMethods = false)
public class ImagesConfiguration {

    @Bean
    RuntimeImages runtimeImages(
            RuntimeCatalogue catalogue,
            ImagePresence presence,
            RuntimeManagerProperties properties,
            ObjectProvider<RuntimeImageListener> listeners,
            Clock clock) {
        ImageBuilder builder = new ImageBuilder(
                properties.runtimesDirectory(), properties.imageNameTimeout(), properties.imageBuildTimeout());
        return new RuntimeImages(
                catalogue,
                builder,
                presence,
                properties.buildImages(),
                properties.imageCheckInterval(),
                properties.imageRetryInterval(),
                listeners.orderedStream().toList(),
                clock);
    }

    @Bean
    BuilderImages builderImages(RuntimeCatalogue catalogue, RuntimeImages images) {
        return new BuilderImages(catalogue, images);
    }

    @Bean
    StatusReport runtimeStatusReport(
            RuntimeManagerProperties properties,
            RuntimeCatalogue catalogue,
            RuntimeImages images,
            @Qualifier("worker") JdbcClient jdbc,
            Clock clock)
            throws UnknownHostException {
        String node = properties.node().isEmpty() ? InetAddress.getLocalHost().getHostName() : properties.node();
        return new StatusReport(node, catalogue, images, jdbc, clock);
    }
}
