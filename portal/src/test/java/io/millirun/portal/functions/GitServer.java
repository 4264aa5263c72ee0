package io.millirun.portal.functions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** A host of one repository, by Git's HTTP protocol, which can want a token and send people elsewhere. */
final class GitServer implements AutoCloseable {

    private static final String SERVICE = "git-upload-pack";

    private final Repository repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile String token = "";
    private volatile String redirect = "";

    GitServer(Path folder) throws IOException, GitAPIException {
        repository = Git.init()
                .setBare(true)
                .setGitDir(folder.toFile())
                .setInitialBranch("main")
                .call()
                .getRepository();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/team/project", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/team/project";
    }

    void wantToken(String wanted) {
        token = wanted;
    }

    void redirectTo(String address) {
        redirect = address;
    }

    /** Makes {@code branch} a commit of {@code files}, texts by path; returns its id. */
    String commit(String branch, Map<String, String> files) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCache index = DirCache.newInCore();
            DirCacheBuilder builder = index.builder();
            for (Map.Entry<String, String> file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(file.getKey().endsWith(".sh") ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE);
                entry.setObjectId(
                        inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
                builder.add(entry);
            }
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            commit.setAuthor(new PersonIdent("Ada", "ada@example.com"));
            commit.setCommitter(commit.getAuthor());
            commit.setMessage("Change it");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
            update.setNewObjectId(id);
            update.forceUpdate();
            return id.name();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            String wanted =
                    "Basic " + Base64.getEncoder().encodeToString(("git:" + token).getBytes(StandardCharsets.UTF_8));
            if (!redirect.isEmpty()) {
                exchange.getResponseHeaders().add("Location", redirect + "/info/refs?service=" + SERVICE);
                exchange.sendResponseHeaders(302, -1);
            } else if (!token.isEmpty() && !wanted.equals(given)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
                advertise(exchange);
            } else {
                upload(exchange);
            }
        }
    }

    private void advertise(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-" + SERVICE + "-advertisement");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            var lines = new PacketLineOut(out);
            lines.writeString("# service=" + SERVICE + "\n");
            lines.end();
            new UploadPack(repository).sendAdvertisedRefs(new RefAdvertiser.PacketLineOutRefAdvertiser(lines));
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            exchange.getResponseHeaders().add("Content-Type", "application/x-" + SERVICE + "-result");
            exchange.sendResponseHeaders(200, 0);
            var pack = new UploadPack(repository);
            pack.setBiDirectionalPipe(false);
            pack.upload(in, exchange.getResponseBody(), null);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        repository.close();
    }
}
