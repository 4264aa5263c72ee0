package io.millirun.metering.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Name and number of a segment. */
record SegmentFile(Path path, long number) implements Comparable<SegmentFile> {

    private static final Pattern NAME = Pattern.compile("(\\d{18})\\.usage");

    static SegmentFile of(Path directory, long number) {
        return new SegmentFile(directory.resolve("%018d.usage".formatted(number)), number);
    }

    /** The segments in {@code directory}, oldest first. */
    static List<SegmentFile> in(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.flatMap(SegmentFile::parse).sorted().toList();
        }
    }

    private static Stream<SegmentFile> parse(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() ? Stream.of(new SegmentFile(path, Long.parseLong(name.group(1)))) : Stream.empty();
    }

    @Override
    public int compareTo(SegmentFile other) {
        return Long.compare(number, other.number);
    }
}
