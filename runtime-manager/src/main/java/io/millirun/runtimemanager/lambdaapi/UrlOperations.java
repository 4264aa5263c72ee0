package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionUrl;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.functions.UrlConfig;
import io.millirun.runtimemanager.functions.UrlConfigs;
import io.millirun.runtimemanager.functions.UrlCors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Function URL configuration. */
final class UrlOperations {

    private static final int MOST_HEADERS = 100;
    private static final int MOST_METHODS = 6;
    private static final int LONGEST_HEADER = 1024;
    private static final int LONGEST_METHOD = 6;
    private static final int LONGEST_ORIGIN = 253;
    private static final int LONGEST_AGE = 86_400;

    private final UrlConfigs urls;
    private final UrlAddresses addresses;

    UrlOperations(UrlConfigs urls, UrlAddresses addresses) {
        this.urls = urls;
        this.addresses = addresses;
    }

    void addTo(Routes routes) {
        String url = "/2021-10-31/functions/{FunctionName}/url";
        routes.add("CreateFunctionUrlConfig", "POST", url, Scope.DEPLOY, this::create);
        routes.add("GetFunctionUrlConfig", "GET", url, Scope.READ, this::get);
        routes.add("UpdateFunctionUrlConfig", "PUT", url, Scope.DEPLOY, this::update);
        routes.add("DeleteFunctionUrlConfig", "DELETE", url, Scope.DEPLOY, this::delete);
        routes.add("ListFunctionUrlConfigs", "GET", url + "s", Scope.READ, this::list);
    }

    private ApiReply create(ApiRequest request) {
        FunctionUrl url = new FunctionUrl(
                auth(request).orElseThrow(() -> ApiRequest.missing("AuthType")),
                cors(request).orElse(null),
                mode(request).orElse(InvokeMode.BUFFERED),
                false);
        JsonObject made = shape(request, urls.create(request.tenant(), name(request), qualifier(request), url));
        // The one answer about a URL that AWS gives without it.
        made.remove("LastModifiedTime");
        return ApiReply.created(made);
    }

    private ApiReply get(ApiRequest request) {
        UrlConfig found = urls.find(request.tenant(), name(request), qualifier(request))
                .orElseThrow(() -> ApiError.notFound("The resource you requested does not exist."));
        return ApiReply.ok(shape(request, found));
    }

    private ApiReply update(ApiRequest request) {
        Optional<UrlAuth> auth = auth(request);
        Optional<UrlCors> cors = cors(request);
        Optional<InvokeMode> mode = mode(request);
        UrlConfig changed = urls.update(
                request.tenant(),
                name(request),
                qualifier(request),
                before -> new FunctionUrl(
                        auth.orElse(before.auth()),
                        cors.orElse(before.cors()),
                        mode.orElse(before.mode()),
                        before.figures()));
        return ApiReply.ok(shape(request, changed));
    }

    private ApiReply delete(ApiRequest request) {
        urls.delete(request.tenant(), name(request), qualifier(request));
        return ApiReply.nothing();
    }

    private ApiReply list(ApiRequest request) {
        return ApiReply.ok(Page.of(
                request,
                "FunctionUrlConfigs",
                urls.list(request.tenant(), name(request)),
                Page.Size.SHORT,
                UrlConfig::qualifier,
                url -> shape(request, url)));
    }

    private static FunctionName name(ApiRequest request) {
        return request.function().name();
    }

    private static String qualifier(ApiRequest request) {
        String qualifier = request.function().qualifier();
        if (qualifier == null || qualifier.equals(FunctionVersion.LATEST)) {
            return "";
        }
        if (qualifier.matches("[0-9]+")) {
            throw ApiError.invalid("A function URL belongs to $LATEST or to an alias, not to a version.");
        }
        return qualifier;
    }

    private static Optional<UrlAuth> auth(ApiRequest request) {
        return request.oneOf("AuthType", "NONE", "AWS_IAM")
                .map(type -> type.equals("NONE") ? UrlAuth.NONE : UrlAuth.ACCESS_KEY);
    }

    private static Optional<InvokeMode> mode(ApiRequest request) {
        return request.oneOf("InvokeMode", "BUFFERED", "RESPONSE_STREAM").map(InvokeMode::valueOf);
    }

    private static Optional<UrlCors> cors(ApiRequest request) {
        return request.object("Cors")
                .map(UrlOperations::checked)
                .map(cors -> new UrlCors(
                        Boolean.TRUE.equals(cors.getValue("AllowCredentials")),
                        ApiRequest.texts(cors, "AllowHeaders").orElse(List.of()),
                        ApiRequest.texts(cors, "AllowMethods").orElse(List.of()),
                        ApiRequest.texts(cors, "AllowOrigins").orElse(List.of()),
                        ApiRequest.texts(cors, "ExposeHeaders").orElse(List.of()),
                        ApiRequest.integer(cors, "MaxAge", 0, LONGEST_AGE).orElse(0)));
    }

    private static JsonObject checked(JsonObject cors) {
        requireShort(cors, "AllowHeaders", MOST_HEADERS, LONGEST_HEADER);
        requireShort(cors, "AllowMethods", MOST_METHODS, LONGEST_METHOD);
        requireShort(cors, "AllowOrigins", MOST_HEADERS, LONGEST_ORIGIN);
        requireShort(cors, "ExposeHeaders", MOST_HEADERS, LONGEST_HEADER);
        return cors;
    }

    private static void requireShort(JsonObject cors, String name, int most, int longest) {
        List<String> values = ApiRequest.texts(cors, name).orElse(List.of());
        if (values.size() > most || values.stream().anyMatch(value -> value.length() > longest)) {
            throw ApiRequest.violation(
                    "Cors." + name, "it must have at most " + most + " items of at most " + longest + " characters");
        }
    }

    private JsonObject shape(ApiRequest request, UrlConfig config) {
        FunctionUrl url = config.url();
        String arn = FunctionArn.of(request.region(), request.tenant(), config.function());
        var shape = new JsonObject()
                .put("FunctionUrl", addresses.of(request, config))
                .put("FunctionArn", config.qualifier().isEmpty() ? arn : arn + ":" + config.qualifier())
                .put("AuthType", url.auth() == UrlAuth.NONE ? "NONE" : "AWS_IAM")
                .put("InvokeMode", url.mode().name())
                .put("CreationTime", Shapes.time(config.createdAt()))
                .put("LastModifiedTime", Shapes.time(config.modifiedAt()));
        UrlCors cors = url.cors();
        if (cors != null) {
            var rules = new JsonObject()
                    .put("AllowCredentials", cors.allowCredentials())
                    .put("MaxAge", cors.maxAge());
            put(rules, "AllowHeaders", cors.allowHeaders());
            put(rules, "AllowMethods", cors.allowMethods());
            put(rules, "AllowOrigins", cors.allowOrigins());
            put(rules, "ExposeHeaders", cors.exposeHeaders());
            shape.put("Cors", rules);
        }
        return shape;
    }

    private static void put(JsonObject rules, String name, List<String> values) {
        if (!values.isEmpty()) {
            rules.put(name, new JsonArray(values));
        }
    }
}
