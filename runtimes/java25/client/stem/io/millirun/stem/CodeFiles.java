package io.millirun.stem;

import com.amazonaws.lambda.thirdparty.com.google.gson.JsonElement;
import com.amazonaws.lambda.thirdparty.com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the files of an assignment as they come. */
final class CodeFiles implements AutoCloseable {

    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ,
    };
    /** What the usual umask leaves of a new file. */
    private static final int PLAIN = 0644;

    private final List<String> roots;
    private final Set<Path> folders = new HashSet<>();
    private final Map<Path, Path> links = new LinkedHashMap<>();
    private final byte[] piece = new byte[1 << 16];

    CodeFiles(List<String> roots) {
        this.roots = roots;
    }

    void write(JsonObject entry, InputStream content) throws IOException {
        Path path = checked(entry.get("path").getAsString());
        if (folders.add(path.getParent())) {
            Files.createDirectories(path.getParent());
        }
        JsonElement link = entry.get("link");
        if (link != null && !link.isJsonNull()) {
            // Made last, so that no file of the package is written through a link.
            links.put(path, Path.of(link.getAsString()));
            return;
        }
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            copy(content, entry.get("size").getAsLong(), file);
        }
        int mode = entry.get("mode").getAsInt() & 0777;
        if (mode != PLAIN) {
            Files.setPosixFilePermissions(path, permissions(mode));
        }
    }

    private void copy(InputStream content, long size, FileChannel file) throws IOException {
        for (long left = size; left > 0; ) {
            int read = content.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new EOFException("the assignment ended too early");
            }
            ByteBuffer bytes = ByteBuffer.wrap(piece, 0, read);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            left -= read;
        }
    }

    private Path checked(String text) throws IOException {
        if (text.indexOf('\0') < 0 && roots.stream().anyMatch(text::startsWith)) {
            Path path = Path.of(text);
            if (path.normalize().toString().equals(text)) {
                return path;
            }
        }
        throw new IOException("refused path " + Json.quoted(text));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(BITS[bit]);
            }
        }
        return permissions;
    }

    /** Makes the links. */
    @Override
    public void close() throws IOException {
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            if (!Files.exists(link.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link.getKey(), link.getValue());
            }
        }
    }
}
