package io.millirun.portal.account;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is logged in, whatever organization they act for. Pages take it as a parameter and find it in their model as
 * {@code person}.
 *
 * @param confirmed whether their address is known to be theirs
 * @param operator whether they run the platform
 */
public record Person(UserId id, String name, String email, boolean confirmed, boolean operator) {

    /** One or two letters that stand for the person. */
    public String initials() {
        return Stream.of(name.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(2)
                .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
