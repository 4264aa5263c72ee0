package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import io.millirun.runtimemanager.instances.DriverException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to the engine. Every question has a time in which it is answered or given up: the client's own limit does not
 * hold on a Unix socket. Every way in which the engine can fail is one exception that says what was being done.
 */
final class EngineLine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EngineLine.class);

    private final String host;
    private final Duration timeout;
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    private volatile DockerClient client;

    private EngineLine(String host, Duration timeout, DockerClient client) {
        this.host = host;
        this.timeout = timeout;
        this.client = client;
    }

    /** @throws DriverException if the engine does not answer */
    static EngineLine open(String host, Duration timeout) {
        try {
            return new EngineLine(host, timeout, EngineConnection.open(host, timeout));
        } catch (RuntimeException failed) {
            throw new DriverException("could not connect to the Docker Engine: it does not answer", failed);
        }
    }

    /** The client itself, for those who have no time to ask. */
    DockerClient client() {
        return client;
    }

    /** A connection of its own, whose answers may take for ever. */
    DockerClient eavesdrop() {
        return EngineConnection.open(host, Duration.ZERO);
    }

    <T> T ask(String what, Function<DockerClient, T> question) {
        return ask(what, timeout, question);
    }

    /** Asks, on a thread that is given up with the question. */
    <T> T ask(String what, Duration within, Function<DockerClient, T> question) {
        DockerClient asked = client;
        Future<T> answer = asking.submit(() -> question.apply(asked));
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            answer.cancel(true);
            throw new DriverException("could not " + what + ": the engine does not answer", silent);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new DriverException("could not " + what + ": interrupted", stopped);
        } catch (ExecutionException failed) {
            throw switch (failed.getCause()) {
                case DriverException known -> known;
                case DockerException refused ->
                    new DriverException("could not " + what + ": " + refused.getMessage(), refused);
                case null, default -> new DriverException("could not " + what + ": the engine does not answer", failed);
            };
        }
    }

    /** The engine was gone and is back: connections that were kept lead to nobody. */
    void renew() {
        DockerClient old = client;
        client = EngineConnection.open(host, timeout);
        close(old);
    }

    private static void close(DockerClient client) {
        try {
            client.close();
        } catch (IOException failed) {
            log.debug("closing the engine's client: {}", failed.getMessage());
        }
    }

    @Override
    public void close() {
        close(client);
        asking.shutdownNow();
    }
}
