package io.millirun.runtimemanager.code;

import io.millirun.runtimemanager.code.CodeBundle.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of several layers as one tree below {@code /opt}: what a later layer has covers what an earlier one has. */
final class LayeredFiles {

    private static final String ROOT = "/opt/";

    private final TreeMap<String, Piece> byPath = new TreeMap<>();

    private LayeredFiles() {}

    /** @param layers in their order */
    static LayeredFiles of(List<CodeBundle> layers) {
        var files = new LayeredFiles();
        layers.forEach(files::cover);
        return files;
    }

    private void cover(CodeBundle layer) {
        long at = 0;
        for (File file : layer.files()) {
            String path = ROOT + file.path();
            byPath.subMap(path + "/", path + "0").clear(); // What was a folder is a file now.
            for (int slash = path.lastIndexOf('/'); slash >= ROOT.length(); slash = path.lastIndexOf('/', slash - 1)) {
                byPath.remove(path.substring(0, slash)); // And the other way round.
            }
            byPath.put(path, new Piece(layer.contents(), at, new File(path, file.mode(), file.size(), file.link())));
            at += file.size();
        }
    }

    List<File> files() {
        return byPath.values().stream().map(Piece::file).toList();
    }

    /** Sum of the files' sizes, in bytes. */
    long length() {
        return byPath.values().stream().mapToLong(piece -> piece.file().size()).sum();
    }

    /** Writes the files' contents end to end, in the order of {@link #files}. */
    void copyTo(WritableByteChannel target) throws IOException {
        Map<Path, FileChannel> open = new HashMap<>();
        try {
            for (Piece piece : byPath.values()) {
                FileChannel from = open.get(piece.contents());
                if (from == null) {
                    from = FileChannel.open(piece.contents(), StandardOpenOption.READ);
                    open.put(piece.contents(), from);
                }
                BundleFolder.copy(from, piece.at(), piece.file().size(), target);
            }
        } finally {
            for (FileChannel channel : open.values()) {
                channel.close();
            }
        }
    }

    /** A file, and where its bytes are. */
    private record Piece(Path contents, long at, File file) {}
}
