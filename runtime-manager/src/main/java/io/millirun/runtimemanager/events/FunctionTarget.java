package io.millirun.runtimemanager.events;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.invocation.Answer;
import io.millirun.runtimemanager.invocation.Invocation;
import io.millirun.runtimemanager.invocation.Invocations;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Runs events as invocations, each attempt metered and billed as the call that it is. */
final class FunctionTarget implements EventTarget {

    private final Lookup functions;
    private final Invocations invocations;

    FunctionTarget(Lookup functions, Invocations invocations) {
        this.functions = functions;
        this.invocations = invocations;
    }

    /** Finds what a name and a qualifier mean now. */
    interface Lookup {
        CompletionStage<Optional<FunctionVersion>> resolve(TenantId tenant, FunctionName name, String qualifier);
    }

    @Override
    public void attempt(QueuedEvent event, Consumer<AttemptEnd> ended) {
        functions
                .resolve(event.tenant(), new FunctionName(event.functionName()), event.qualifier())
                .whenComplete((version, failed) -> {
                    if (failed != null) {
                        ended.accept(new AttemptEnd.Broken("The function could not be looked up."));
                    } else if (version.isEmpty()) {
                        ended.accept(new AttemptEnd.Hopeless(
                                DeadReason.FUNCTION_GONE,
                                "There is no function " + event.functionName() + ":" + event.qualifier() + "."));
                    } else {
                        run(event, version.get(), ended);
                    }
                });
    }

    private void run(QueuedEvent event, FunctionVersion version, Consumer<AttemptEnd> ended) {
        var invocation = new Invocation(
                version,
                event.trigger(),
                Objects.requireNonNull(event.payload()),
                event.clientContext(),
                event.trace().rooted(event.id().asInvocation()));
        invocations.run(event.claim().invocation(), invocation, answer -> ended.accept(end(answer)));
    }

    private static AttemptEnd end(Answer answer) {
        return switch (answer) {
            case Answer.NotRun(var _, var why) ->
                why.reason() == CallEnd.Reason.RECURSIVE
                        ? new AttemptEnd.Hopeless(DeadReason.RECURSIVE, why.message())
                        : new AttemptEnd.Refused(why.message());
            case Answer.Broken(var _, var message) -> new AttemptEnd.Broken(message);
            case Answer.Ran ran -> {
                String version = ran.version().version();
                long billed = ran.record().billedMs();
                yield switch (ran.end()) {
                    case CallEnd.Answered answered -> new AttemptEnd.Succeeded(version, billed, answered.payload());
                    case CallEnd.Failed failed ->
                        new AttemptEnd.Failed(
                                version, billed, failed.errorType(), message(failed.payload()), failed.payload());
                    case CallEnd.Refused _, CallEnd.Broken _ ->
                        throw new IllegalStateException("a call that ran has neither been refused nor broken");
                };
            }
        };
    }

    private static String message(Buffer error) {
        try {
            return Objects.requireNonNullElse(new JsonObject(error).getString("errorMessage"), "");
        } catch (DecodeException | ClassCastException _) {
            return "";
        }
    }
}
