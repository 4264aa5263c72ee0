package io.millirun.runtimemanager.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The name servers that containers use: this host's, which often are in a private network. */
final class Resolvers {

    private static final Pattern SERVER = Pattern.compile("nameserver\\s+(\\d+(?:\\.\\d+){3})\\s*(?:#.*)?");

    /** The engine takes the latter where the former names the local stub of systemd-resolved. */
    private static final List<Path> FILES =
            List.of(Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf"));

    private Resolvers() {}

    /** Their IPv4 addresses; those on loopback are asked by the engine itself and need no way. */
    static List<String> ofThisHost() {
        return FILES.stream()
                .flatMap(Resolvers::lines)
                .map(SERVER::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .filter(address -> !address.startsWith("127."))
                .distinct()
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException missing) {
            return Stream.empty();
        }
    }
}
