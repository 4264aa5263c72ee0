package io.millirun.runtimemanager.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps instances from what is not theirs: of this host they reach the Runtime API, the log port and the gateway; beyond
 * it nothing in private, link-local or metadata ranges. A bridge without inter-container traffic alone lets all of that
 * through. The rules are chains of our own, so that they can be replaced and removed as a whole.
 */
final class Firewall implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Firewall.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Private, shared, link-local (with the metadata service), loopback and multicast networks. */
    private static final List<String> NOT_THEIRS = List.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "127.0.0.0/8",
            "224.0.0.0/4");

    private final String bridge;
    private final String toHost;
    private final String beyond;

    private Firewall(String bridge) {
        this.bridge = bridge;
        this.toHost = "MILLIRUN-H-" + bridge;
        this.beyond = "MILLIRUN-F-" + bridge;
    }

    /**
     * Puts the rules for {@code bridge} in place.
     *
     * @param address this host's address on the bridge
     * @param ports of it that instances may reach
     * @param allowed networks that the operator lets instances reach, of those that are closed otherwise
     * @throws IOException if this process may not, or has no {@code iptables}; the message says which
     */
    static Firewall raise(String bridge, String address, List<Integer> ports, List<String> allowed) throws IOException {
        var firewall = new Firewall(bridge);
        List<List<String>> toHost = new ArrayList<>();
        toHost.add(established());
        for (int port : ports) {
            toHost.add(List.of("-d", address, "-p", "tcp", "--dport", Integer.toString(port), "-j", "ACCEPT"));
        }
        List<List<String>> asking = Resolvers.ofThisHost().stream()
                .flatMap(server ->
                        Stream.of("udp", "tcp").map(protocol -> List.of("-d", server, "-p", protocol, "--dport", "53")))
                .toList();
        asking.forEach(question -> toHost.add(with(question, "ACCEPT")));
        toHost.add(List.of("-j", "REJECT"));
        List<List<String>> beyond = new ArrayList<>();
        beyond.add(established());
        // Names are resolved by this host's own servers, wherever they are.
        asking.forEach(question -> beyond.add(with(question, "RETURN")));
        allowed.forEach(network -> beyond.add(List.of("-d", network, "-j", "RETURN")));
        NOT_THEIRS.forEach(network -> beyond.add(List.of("-d", network, "-j", "REJECT")));
        firewall.install("iptables", "INPUT", firewall.toHost, toHost);
        firewall.install("iptables", "FORWARD", firewall.beyond, beyond);
        firewall.closeVersion6();
        return firewall;
    }

    /** The bridge has no IPv6 of ours; what an engine may have switched on there is closed. */
    private void closeVersion6() {
        try {
            install("ip6tables", "INPUT", toHost, List.of(List.of("-j", "DROP")));
            install("ip6tables", "FORWARD", beyond, List.of(List.of("-j", "DROP")));
        } catch (IOException without) {
            log.debug("no rules for IPv6: {}", without.getMessage());
        }
    }

    private void install(String program, String hook, String chain, List<List<String>> rules) throws IOException {
        if (!succeeds(program, List.of("-n", "-L", chain))) {
            run(program, List.of("-N", chain));
        }
        run(program, List.of("-F", chain));
        for (List<String> rule : rules) {
            List<String> append = new ArrayList<>(List.of("-A", chain));
            append.addAll(rule);
            run(program, append);
        }
        if (succeeds(program, List.of("-C", hook, "-i", bridge, "-j", chain))) {
            run(program, List.of("-D", hook, "-i", bridge, "-j", chain));
        }
        // First of all: the engine inserts rules of its own that accept.
        run(program, List.of("-I", hook, "1", "-i", bridge, "-j", chain));
    }

    /** Takes the rules away. */
    @Override
    public void close() throws IOException {
        for (String program : List.of("iptables", "ip6tables")) {
            remove(program, "INPUT", toHost);
            remove(program, "FORWARD", beyond);
        }
    }

    private void remove(String program, String hook, String chain) throws IOException {
        if (succeeds(program, List.of("-C", hook, "-i", bridge, "-j", chain))) {
            run(program, List.of("-D", hook, "-i", bridge, "-j", chain));
        }
        if (succeeds(program, List.of("-n", "-L", chain))) {
            run(program, List.of("-F", chain));
            run(program, List.of("-X", chain));
        }
    }

    private static List<String> with(List<String> match, String target) {
        List<String> rule = new ArrayList<>(match);
        rule.addAll(List.of("-j", target));
        return rule;
    }

    private static List<String> established() {
        return List.of("-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "RETURN");
    }

    private static boolean succeeds(String program, List<String> arguments) throws IOException {
        try {
            run(program, arguments);
            return true;
        } catch (RuleRefused _) {
            return false;
        }
    }

    private static void run(String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-w", "5"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " does not answer");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while setting rules", stopped);
        }
        if (process.exitValue() != 0) {
            throw new RuleRefused(String.join(" ", command) + ": " + said);
        }
    }

    /** The program ran and refused. */
    private static final class RuleRefused extends IOException {

        private static final long serialVersionUID = 1L;

        RuleRefused(String message) {
            super(message);
        }
    }
}
