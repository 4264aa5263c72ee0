package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.ActLog.Act;
import io.millirun.runtimemanager.lambdaapi.Routes.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What operations of the Lambda API are called where people read who did what. */
final class Acts {

    private static final Map<String, String> NAMES = Map.of(
            "UpdateFunctionCode", "function.deploy",
            "UpdateFunctionConfiguration", "function.configure",
            "UpdateAlias", "alias.point");

    /** Names of things that are made are in the body, or in the answer. */
    private static final Map<String, String> MADE =
            Map.of("CreateFunction", "FunctionName", "CreateAlias", "Name", "AddPermission", "StatementId");

    private static final List<String> NUMBERED = List.of("PublishVersion", "PublishLayerVersion");

    private static final Pattern VERB_AND_NOUN = Pattern.compile("([A-Z][a-z]+)(.+)");

    private Acts() {}

    /** What {@code request} did, as {@code reply} tells. */
    static Act of(Route route, ApiRequest request, ApiReply reply, @Nullable String address) {
        boolean ofVersion =
                route.name().equals("DeleteFunction") && request.function().qualifier() != null;
        return new Act(ofVersion ? "version.delete" : name(route.name()), subject(route, request, reply), address);
    }

    /** {@code CreateFunctionUrlConfig} is {@code function-url-config.create}. */
    static String name(String operation) {
        Matcher words = VERB_AND_NOUN.matcher(operation);
        if (!words.matches()) {
            throw new IllegalArgumentException("no verb and noun: " + operation);
        }
        String noun = words.group(2).replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return NAMES.getOrDefault(operation, noun + "." + words.group(1).toLowerCase(Locale.ROOT));
    }

    /** What was changed: {@code hello}, {@code hello:3}, {@code hello:live}, or an ARN. */
    private static String subject(Route route, ApiRequest request, ApiReply reply) {
        var subject = new StringBuilder();
        for (String segment : route.segments()) {
            if (segment.equals("{FunctionName}")) {
                FunctionRef ref = request.function();
                add(subject, ref.name().value());
                add(subject, ref.qualifier() == null ? "" : ref.qualifier());
            } else if (segment.startsWith("{")) {
                add(subject, request.path(segment.substring(1, segment.length() - 1)));
            }
        }
        String made = MADE.get(route.name());
        if (made != null) {
            add(subject, request.body().getString(made, ""));
        }
        if (NUMBERED.contains(route.name()) && reply.body() != null) {
            add(subject, String.valueOf(reply.body().getValue("Version")));
        }
        return subject.toString();
    }

    private static void add(StringBuilder subject, String part) {
        if (!part.isEmpty()) {
            subject.append(subject.isEmpty() ? "" : ":").append(part);
        }
    }
}
