package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.InvocationId;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.invocation.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Puts errors and an invocation's figures on answers, in the manner of the Lambda API. */
final class Replies {

    static final String REQUEST_ID = "X-Amzn-RequestId";

    /** Names of what {@link #figures} sets, to be announced where they come as trailers. */
    static final String FIGURES = "X-Millirun-Billed-Ms, X-Millirun-Duration-Us, X-Millirun-Peak-Memory-Mb, "
            + "X-Millirun-Init-Ms, X-Millirun-Cost";

    private Replies() {}

    /** An error with the type and status that AWS documents; {@code User} or {@code Service} says whose fault it is. */
    static void error(HttpServerResponse response, int status, String type, String message) {
        var body = new JsonObject()
                .put("Type", status < 500 ? "User" : "Service")
                .put("Message", message)
                .put("message", message);
        end(response, status, type, body);
    }

    /** The answer to a call that was not run. */
    static void notRun(HttpServerResponse response, Answer.NotRun answer) {
        response.putHeader(REQUEST_ID, answer.id().toString());
        CallEnd.Refused why = answer.why();
        switch (why.reason()) {
            case THROTTLED -> tooMany(response, "ConcurrentInvocationLimitExceeded", why.message());
            case FUNCTION_THROTTLED ->
                tooMany(response, "ReservedFunctionConcurrentInvocationLimitExceeded", why.message());
            case UNAVAILABLE -> error(response, 503, "ServiceUnavailableException", why.message());
            case NOT_READY -> error(response, 409, "ResourceConflictException", why.message());
            case RECURSIVE -> error(response, 400, "RecursiveInvocationException", why.message());
            case STOPPING -> {
                response.putHeader("Connection", "close");
                error(response, 503, "ServiceUnavailableException", why.message());
            }
            case SPEND_CAP_REACHED -> paymentRequired(response, "SpendCapReached", why.message());
            case FUNCTION_SPEND_CAP_REACHED -> paymentRequired(response, "FunctionSpendCapReached", why.message());
            case ORGANIZATION_STOPPED -> paymentRequired(response, "OrganizationStopped", why.message());
        }
    }

    private static void tooMany(HttpServerResponse response, String reason, String message) {
        response.putHeader("Retry-After", "1");
        reasoned(response, 429, "TooManyRequestsException", reason, message);
    }

    /** 402: no money, no call. */
    private static void paymentRequired(HttpServerResponse response, String reason, String message) {
        reasoned(response, 402, reason + "Exception", reason, message);
    }

    /** An error with a reason for programs. */
    private static void reasoned(HttpServerResponse response, int status, String type, String reason, String message) {
        var body = new JsonObject()
                .put("Type", "User")
                .put("Reason", reason)
                .put("Message", message)
                .put("message", message);
        end(response, status, type, body);
    }

    private static void end(HttpServerResponse response, int status, String type, JsonObject body) {
        if (!response.headers().contains(REQUEST_ID)) {
            response.putHeader(REQUEST_ID, UUID.randomUUID().toString());
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("x-amzn-ErrorType", type)
                .end(body.toBuffer());
    }

    /** The answer to a call that we failed. */
    static void broken(HttpServerResponse response, Answer.Broken answer) {
        response.putHeader(REQUEST_ID, answer.id().toString());
        error(response, 500, "ServiceException", answer.message());
    }

    static void requestId(HttpServerResponse response, InvocationId id) {
        response.putHeader(REQUEST_ID, id.toString());
    }

    /** Whether answers of the URL of {@code version} carry what the call took and cost. */
    static boolean shows(FunctionVersion version) {
        return version.urlAuth() == UrlAuth.ACCESS_KEY || version.url().figures();
    }

    /** What the call took and cost. */
    static void figures(MultiMap headers, Answer.Ran ran) {
        UsageRecord record = ran.record();
        headers.set("X-Millirun-Billed-Ms", Long.toString(record.billedMs()));
        headers.set("X-Millirun-Duration-Us", Long.toString(record.durationMicros()));
        if (record.peakMemoryBytes() >= 0) {
            headers.set("X-Millirun-Peak-Memory-Mb", Long.toString(Math.ceilDiv(record.peakMemoryBytes(), 1L << 20)));
        }
        if (record.cold()) {
            headers.set("X-Millirun-Init-Ms", Long.toString(Math.ceilDiv(record.initMicros(), 1_000L)));
        }
        headers.set("X-Millirun-Cost", ran.price());
    }

    /** The bearer token of a request; empty if it has none. */
    static String bearer(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : "";
    }
}
