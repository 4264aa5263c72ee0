package io.millirun.portal.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.stereotype.Component;

/** The REST API as people read it, made of the very description that programs get. */
@Component
class ApiReference {

    private static final String REFERENCE = "#/components/schemas/";

    private final OpenApiWebMvcResource description;
    private volatile @Nullable List<Group> groups;

    ApiReference(OpenApiWebMvcResource description) {
        this.description = description;
    }

    /** Operations about one thing. */
    record Group(String name, String about, String anchor, List<Call> calls) {}

    /**
     * An operation.
     *
     * @param needs the scope that an access key needs, as a sentence; may be empty
     * @param parameters of path and query
     * @param body fields of the JSON that is sent; empty for none
     * @param bodyType media type of what is sent; empty for nothing
     * @param answer fields of the JSON that comes back
     * @param statuses what else it can answer
     */
    record Call(
            String method,
            String path,
            String summary,
            String needs,
            String anchor,
            List<Field> parameters,
            String bodyType,
            List<Field> body,
            String answerType,
            List<Field> answer,
            Map<String, String> statuses) {}

    /** A parameter or a field. */
    record Field(String name, String type, boolean required, String about) {}

    /** The same as long as the process runs, so it is made once. */
    List<Group> groups(HttpServletRequest request) {
        List<Group> known = groups;
        if (known == null) {
            known = groups(read(request));
            groups = known;
        }
        return known;
    }

    private static List<Group> groups(OpenAPI api) {
        Map<String, String> about = new TreeMap<>();
        if (api.getTags() != null) {
            api.getTags()
                    .forEach(tag -> about.put(tag.getName(), tag.getDescription() == null ? "" : tag.getDescription()));
        }
        Map<String, List<Call>> calls = new TreeMap<>();
        api.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> calls.computeIfAbsent(tag(operation), _ -> new ArrayList<>())
                                .add(call(api, path, method, operation))));
        return calls.entrySet().stream()
                .map(group -> new Group(
                        group.getKey(),
                        about.getOrDefault(group.getKey(), ""),
                        anchor(group.getKey()),
                        group.getValue().stream()
                                .sorted(Comparator.comparing(Call::path).thenComparing(Call::method))
                                .toList()))
                .toList();
    }

    private OpenAPI read(HttpServletRequest request) {
        try {
            byte[] json = description.openapiJson(request, "/api/v1/openapi.json", Locale.ENGLISH);
            return Json.mapper().readValue(json, OpenAPI.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the description of the API cannot be written", impossible);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String tag(Operation operation) {
        return operation.getTags() == null || operation.getTags().isEmpty()
                ? "Other"
                : operation.getTags().getFirst();
    }

    private static Call call(OpenAPI api, String path, PathItem.HttpMethod method, Operation operation) {
        RequestBody body = operation.getRequestBody();
        Content sent = body == null ? null : body.getContent();
        Content answered = operation.getResponses().entrySet().stream()
                .filter(answer -> answer.getKey().startsWith("2"))
                .flatMap(answer -> Stream.ofNullable(answer.getValue().getContent()))
                .findFirst()
                .orElse(null);
        Map<String, String> statuses = new TreeMap<>();
        operation.getResponses().forEach((status, answer) -> statuses.put(status, text(answer.getDescription())));
        return new Call(
                method.name(),
                path,
                text(operation.getSummary()),
                text(operation.getDescription()),
                anchor(method + path),
                parameters(operation),
                type(sent),
                fields(api, schema(sent)),
                shape(api, schema(answered)),
                fields(api, item(api, schema(answered))),
                statuses);
    }

    private static List<Field> parameters(Operation operation) {
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        return parameters.stream()
                .map(parameter -> new Field(
                        parameter.getName(),
                        type(parameter.getSchema()) + (parameter.getIn().equals("path") ? ", in the path" : ""),
                        Boolean.TRUE.equals(parameter.getRequired()),
                        text(parameter.getDescription())))
                .toList();
    }

    private static List<Field> fields(OpenAPI api, @Nullable Schema<?> schema) {
        Schema<?> resolved = resolved(api, schema);
        if (resolved == null || resolved.getProperties() == null) {
            return List.of();
        }
        List<String> required = resolved.getRequired() == null ? List.of() : resolved.getRequired();
        List<Field> fields = new ArrayList<>();
        resolved.getProperties()
                .forEach((name, property) -> fields.add(new Field(
                        name, shape(api, property), required.contains(name), text(property.getDescription()))));
        return fields;
    }

    /** What a list is a list of; the schema itself where it is none. */
    private static @Nullable Schema<?> item(OpenAPI api, @Nullable Schema<?> schema) {
        Schema<?> resolved = resolved(api, schema);
        return resolved != null && resolved.getItems() != null ? resolved.getItems() : schema;
    }

    private static @Nullable Schema<?> resolved(OpenAPI api, @Nullable Schema<?> schema) {
        return schema != null && schema.get$ref() != null
                ? api.getComponents().getSchemas().get(schema.get$ref().substring(REFERENCE.length()))
                : schema;
    }

    private static String shape(OpenAPI api, @Nullable Schema<?> schema) {
        if (schema == null) {
            return "";
        }
        if (schema.get$ref() != null) {
            Schema<?> resolved = resolved(api, schema);
            return resolved != null && resolved.getEnum() != null
                    ? type(resolved)
                    : schema.get$ref().substring(REFERENCE.length());
        }
        return schema.getItems() == null ? type(schema) : "list of " + shape(api, schema.getItems());
    }

    private static String type(@Nullable Schema<?> schema) {
        if (schema == null) {
            return "";
        }
        if (schema.getEnum() != null) {
            return String.join(
                    " | ", schema.getEnum().stream().map(String::valueOf).toList());
        }
        String type = schema.getType() == null ? "" : schema.getType();
        return schema.getFormat() == null ? type : type + " (" + schema.getFormat() + ")";
    }

    private static String type(@Nullable Content content) {
        return content == null ? "" : content.keySet().stream().findFirst().orElse("");
    }

    private static @Nullable Schema<?> schema(@Nullable Content content) {
        return content == null
                ? null
                : Stream.ofNullable(content.values().stream().findFirst().orElse(null))
                        .map(MediaType::getSchema)
                        .findFirst()
                        .orElse(null);
    }

    private static String anchor(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
