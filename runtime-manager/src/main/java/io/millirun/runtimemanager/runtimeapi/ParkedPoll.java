package io.millirun.runtimemanager.runtimeapi;

import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.Call;
import io.millirun.runtimemanager.instances.Poll;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BiConsumer;

/** A request of an instance that waits to be answered; answers on the event loop of its connection. */
final class ParkedPoll implements Poll {

    private final HttpServerResponse response;
    private final Context context;
    private final String region;
    private final BiConsumer<FunctionVersion, Boolean> assigner;

    /** @param assigner sends the assignment of a function version on this poll's response */
    ParkedPoll(Vertx vertx, HttpServerRequest request, String region, BiConsumer<FunctionVersion, Boolean> assigner) {
        this.response = request.response();
        this.context = vertx.getOrCreateContext();
        this.region = region;
        this.assigner = assigner;
    }

    @Override
    public void assign(FunctionVersion version, boolean reexec) {
        onLoop(() -> assigner.accept(version, reexec));
    }

    @Override
    public void deliver(Call call, long deadlineMillis) {
        onLoop(() -> {
            var headers = response.headers();
            headers.set("Content-Type", "application/json");
            headers.set("Lambda-Runtime-Aws-Request-Id", call.id().toString());
            headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(deadlineMillis));
            headers.set("Lambda-Runtime-Invoked-Function-Arn", FunctionArn.of(region, call.version()));
            headers.set("Lambda-Runtime-Trace-Id", call.trace().header(call.id()));
            if (!call.clientContext().isEmpty()) {
                headers.set("Lambda-Runtime-Client-Context", call.clientContext());
            }
            response.end(call.payload());
        });
    }

    @Override
    public void close() {
        onLoop(() -> response.setStatusCode(410).end());
    }

    private void onLoop(Runnable answer) {
        if (context.equals(Vertx.currentContext())) {
            answer.run();
        } else {
            context.runOnContext(_ -> answer.run());
        }
    }
}
