package io.millirun.runtimemanager.code;

import io.millirun.runtimemanager.code.PackageSources.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which files of a package are text that an editor can show, and reads them. */
final class SourceReader {

    /** Largest file shown, in bytes. */
    static final int FILE_BYTES = 256 << 10;

    /** All shown files together, in bytes. */
    static final int ALL_BYTES = 2 << 20;

    static final int FILES = 100;

    private SourceReader() {}

    static PackageSources read(PackageZip zip) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
        int bytes = 0;
        List<PackageEntry> byDepthThenPath = zip.entries().stream()
                .sorted(Comparator.comparingLong((PackageEntry entry) -> depth(entry.path()))
                        .thenComparing(PackageEntry::path))
                .toList();
        for (PackageEntry entry : byDepthThenPath) {
            boolean room = files.size() < FILES && bytes + entry.zipped().getSize() <= ALL_BYTES;
            Optional<String> text = room ? text(zip, entry) : Optional.empty();
            if (text.isPresent()) {
                files.add(new SourceFile(entry.path(), text.get()));
                bytes += (int) entry.zipped().getSize();
            } else {
                others.add(entry.path());
            }
        }
        return new PackageSources(files, others);
    }

    private static Optional<String> text(PackageZip zip, PackageEntry entry) throws IOException {
        if (entry.link() != null || entry.zipped().getSize() > FILE_BYTES) {
            return Optional.empty();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        zip.copy(entry, content);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.toByteArray()))
                    .toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static long depth(String path) {
        return path.chars().filter(c -> c == '/').count();
    }
}
