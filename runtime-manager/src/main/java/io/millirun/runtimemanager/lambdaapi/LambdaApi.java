package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.runtimemanager.ActLog;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.ChangeGuard;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.InvalidPackageException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/** The operations of the Lambda API, over requests that are already authenticated. Blocks; not for an event loop. */
public final class LambdaApi {

    private static final Logger log = LoggerFactory.getLogger(LambdaApi.class);

    private final Routes routes;
    private final CodeLinks links;
    private final CodePackages packages;
    private final ChangeGuard guard;
    private final ActLog acts;
    private final TransactionOperations transaction;
    private final String region;

    /** @param transaction around each change and its entry in {@code acts} */
    LambdaApi(
            Routes routes,
            CodeLinks links,
            CodePackages packages,
            ChangeGuard guard,
            ActLog acts,
            TransactionOperations transaction,
            String region) {
        this.routes = routes;
        this.links = links;
        this.packages = packages;
        this.guard = guard;
        this.acts = acts;
        this.transaction = transaction;
        this.region = region;
    }

    /**
     * A request as it came.
     *
     * @param path as it was sent, percent-encoded
     * @param query decoded
     * @param gateway the address that the caller used, without a slash at its end
     * @param region that the caller signed for, to speak of it in ARNs; null for the platform's
     * @param address the network address that it came from
     */
    public record Incoming(
            String method,
            String path,
            MultiMap query,
            Buffer body,
            String gateway,
            @Nullable String region,
            @Nullable String address) {}

    /** An answer: JSON, or an error with its type. */
    public sealed interface Outgoing {

        /**
         * It is done.
         *
         * @param body null for none
         */
        record Done(int status, @Nullable JsonObject body) implements Outgoing {}

        record Failed(int status, String type, String message) implements Outgoing {}
    }

    /** Whether {@code path} belongs to the API: it begins with a date. */
    public static boolean handles(String path) {
        return path.length() > 11
                && path.charAt(0) == '/'
                && path.charAt(5) == '-'
                && path.charAt(8) == '-'
                && path.charAt(11) == '/'
                && Character.isDigit(path.charAt(1));
    }

    /** The HTTP status that goes with an error's type. */
    public static int status(MillirunException error) {
        return ApiError.status(error);
    }

    /** The names of the operations that have an answer. */
    public List<String> operations() {
        return routes.names();
    }

    /** Does what {@code request} asks for, if {@code caller} may. */
    public Outgoing serve(Incoming request, Caller caller) {
        try {
            ApiReply reply = CurrentTenant.call(caller.tenant(), () -> run(request, caller));
            return new Outgoing.Done(reply.status(), reply.body());
        } catch (InvalidPackageException refused) {
            return new Outgoing.Failed(400, refused.code(), refused.message());
        } catch (MillirunException refused) {
            if (refused.fault() == Fault.PLATFORM) {
                log.error("{} {} failed", request.method(), request.path(), refused);
            }
            return new Outgoing.Failed(ApiError.status(refused), refused.code(), refused.message());
        } catch (DataAccessException away) {
            log.warn("{} {} failed: {}", request.method(), request.path(), away.getMessage());
            return new Outgoing.Failed(
                    503, "ServiceUnavailableException", "The platform cannot reach its database now.");
        } catch (RuntimeException unexpected) {
            log.error("{} {} failed", request.method(), request.path(), unexpected);
            return new Outgoing.Failed(500, "ServiceException", "The service encountered an internal error.");
        }
    }

    private ApiReply run(Incoming request, Caller caller) {
        Routes.Match match = routes.find(request.method(), request.path())
                .orElseThrow(() -> new MillirunException(
                        Fault.CALLER,
                        "UnknownOperationException",
                        "There is no operation " + request.method() + " " + request.path() + "."));
        Grant.require(caller, match.route().scope());
        var call = new ApiRequest(
                caller,
                request.region() == null ? region : request.region(),
                request.gateway(),
                match.parameters(),
                request.query(),
                json(request.body()));
        if (match.parameters().containsKey("FunctionName")) {
            Grant.require(caller, match.route().scope(), call.function().name());
        }
        return match.route().scope() == Scope.DEPLOY && !request.method().equals("GET")
                ? change(match.route(), call, request.address())
                : match.route().operation().run(call);
    }

    /** All of it is done and written down, or nothing. */
    private ApiReply change(Routes.Route route, ApiRequest call, @Nullable String address) {
        guard.refusal(call.tenant()).ifPresent(why -> {
            throw new MillirunException(Fault.CALLER, "AccessDeniedException", why);
        });
        return Objects.requireNonNull(transaction.execute(_ -> {
            ApiReply reply = route.operation().run(call);
            if (!call.flag("DryRun")) {
                acts.record(call.caller(), Acts.of(route, call, reply, address));
            }
            return reply;
        }));
    }

    private static JsonObject json(Buffer body) {
        if (body.length() == 0) {
            return new JsonObject();
        }
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException malformed) {
            throw ApiError.malformed("Could not parse request body into json.");
        }
    }

    /** Whether {@code path} is the address of a code package that {@link #download} knows. */
    public static boolean isPackage(String path) {
        return path.startsWith(CodeLinks.PREFIX);
    }

    /** Writes the code package at {@code path} to {@code target}; false if the address is not good, or no more. */
    public boolean download(String path, OutputStream target) throws IOException {
        Optional<CodeLinks.Target> found = links.target(path);
        if (found.isEmpty()) {
            return false;
        }
        CodeLinks.Target wanted = found.get();
        CurrentTenant.<Void, IOException>call(wanted.tenant(), () -> {
            packages.download(wanted.tenant(), wanted.digest(), target);
            return null;
        });
        return true;
    }
}
