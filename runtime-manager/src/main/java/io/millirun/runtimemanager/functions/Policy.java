package io.millirun.runtimemanager.functions;

import io.millirun.kernel.Uuid7;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A resource policy as deployment tools write it: kept and given back, without effect.
 *
 * @param statements each with its {@code Sid}
 */
public record Policy(List<Map<String, Object>> statements, UUID revision) {

    private static final TypeReference<List<Map<String, Object>>> STATEMENTS = new TypeReference<>() {};

    public Policy {
        statements = List.copyOf(statements);
    }

    static List<Map<String, Object>> read(String json) {
        return JsonMapper.shared().readValue(json, STATEMENTS);
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(statements);
    }

    /** The statement called {@code sid}. */
    public Optional<Map<String, Object>> find(String sid) {
        return statements.stream()
                .filter(statement -> sid.equals(statement.get("Sid")))
                .findFirst();
    }

    /** The policy with one more statement. */
    public Policy plus(Map<String, Object> statement) {
        List<Map<String, Object>> more = new ArrayList<>(statements);
        more.add(statement);
        return new Policy(more, Uuid7.next());
    }

    /** The policy without the statement called {@code sid}. */
    public Policy without(String sid) {
        return new Policy(
                statements.stream()
                        .filter(statement -> !sid.equals(statement.get("Sid")))
                        .toList(),
                Uuid7.next());
    }
}
