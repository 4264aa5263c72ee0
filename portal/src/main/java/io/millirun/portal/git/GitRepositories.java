package io.millirun.portal.git;

import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.outbound.OutboundAddresses;
import io.millirun.runtimemanager.outbound.RefusedAddressException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Fetches one commit of a repository, without its history, into a code package. */
@Component
public class GitRepositories {

    private static final String WANTED = "refs/millirun/wanted";
    private static final int IN_MEMORY = 1 << 20;
    private static final int READ_SECONDS = 15;

    private final GitProperties limits;
    private final OutboundAddresses addresses;
    private final CodePackages packages;

    GitRepositories(GitProperties limits, CodePackages packages) {
        this.limits = limits;
        this.addresses = new OutboundAddresses(limits.allowedNetworks());
        this.packages = packages;
    }

    /**
     * Fetches {@code source}; blocks, up to the configured timeout.
     *
     * @param token for a private repository; empty for a public one
     * @throws GitRefusedException if it cannot be fetched, or is too large
     * @throws io.millirun.runtimemanager.code.InvalidPackageException if it cannot be a package
     */
    public GitCheckout checkOut(GitSource source, String token) {
        try {
            Path folder = Files.createTempDirectory("millirun-git");
            try (Repository repository = new FileRepositoryBuilder()
                    .setGitDir(folder.toFile())
                    .setBare()
                    .build()) {
                repository.create(true);
                // Larger files go through the disk: the heap is small.
                repository
                        .getConfig()
                        .setInt(
                                ConfigConstants.CONFIG_CORE_SECTION,
                                null,
                                ConfigConstants.CONFIG_KEY_STREAM_FILE_THRESHOLD,
                                IN_MEMORY);
                ObjectId commit = fetch(repository, source, token);
                return new GitCheckout(
                        source, commit.name(), new GitTree(repository, packages).pack(commit, source.folder()));
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    private ObjectId fetch(Repository repository, GitSource source, String token) throws IOException {
        try (var connections = new GuardedConnections(addresses, limits);
                Transport transport = Transport.open(repository, new URIish(source.url()))) {
            if (!(transport instanceof TransportHttp http)) {
                throw new GitRefusedException("Repositories are reached by https.");
            }
            http.setHttpConnectionFactory(connections);
            transport.setTimeout(READ_SECONDS);
            transport.setDepth(1);
            transport.setTagOpt(TagOpt.NO_TAGS);
            if (!token.isEmpty()) {
                transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider("git", token));
            }
            String name = name(transport, source);
            transport.fetch(
                    new EmptyProgressMonitor() {
                        @Override
                        public boolean isCancelled() {
                            return connections.isOverdue();
                        }
                    },
                    List.of(new RefSpec("+" + name + ":" + WANTED)));
            // A commit that was asked for by its digits gets no name.
            ObjectId commit = repository.resolve((ObjectId.isId(name) ? name : WANTED) + "^{commit}");
            if (commit == null) {
                throw new GitRefusedException("“" + source.ref() + "” is no commit.");
            }
            return commit;
        } catch (URISyntaxException | NotSupportedException malformed) {
            throw new GitRefusedException("This is no address of a repository: " + source.url(), malformed);
        } catch (RefusedAddressException closed) {
            throw new GitRefusedException(closed.message(), closed);
        } catch (TransportException failed) {
            throw refusal(source, failed);
        }
    }

    /** What the repository calls the reference. */
    private static String name(Transport transport, GitSource source) throws TransportException, NotSupportedException {
        String ref = source.ref();
        if (ObjectId.isId(ref)) {
            return ref;
        }
        try (FetchConnection connection = transport.openFetch()) {
            List<String> names = ref.isEmpty() ? List.of("HEAD") : List.of("refs/heads/" + ref, "refs/tags/" + ref);
            return names.stream()
                    .filter(name -> connection.getRef(name) != null)
                    .findFirst()
                    .orElseThrow(() -> new GitRefusedException(
                            ref.isEmpty()
                                    ? "The repository is empty."
                                    : "The repository has no branch or tag “" + ref + "”" + known(connection) + "."));
        }
    }

    private static String known(FetchConnection connection) {
        List<String> branches = connection.getRefs().stream()
                .map(Ref::getName)
                .filter(name -> name.startsWith("refs/heads/"))
                .map(name -> name.substring("refs/heads/".length()))
                .limit(5)
                .toList();
        return branches.isEmpty() ? "" : "; there are: " + String.join(", ", branches);
    }

    private static GitRefusedException refusal(GitSource source, TransportException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof GitRefusedException refused) {
                return refused;
            }
            if (cause instanceof RefusedAddressException refused) {
                return new GitRefusedException(refused.message(), failed);
            }
            if (cause instanceof UnknownHostException) {
                return new GitRefusedException("There is no host of the address " + source.url() + ".", failed);
            }
        }
        String message = String.valueOf(failed.getMessage());
        if (message.contains("not authorized") || message.contains("Authentication is required")) {
            return new GitRefusedException(
                    "The repository does not exist, or wants an access token: " + source.url(), failed);
        }
        return new GitRefusedException("The repository cannot be fetched: " + message, failed);
    }
}
