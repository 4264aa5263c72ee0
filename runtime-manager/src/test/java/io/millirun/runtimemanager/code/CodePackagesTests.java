package io.millirun.runtimemanager.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.code.PackageSources.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodePackagesTests {

    private static final TenantId TENANT = TenantId.next();

    private final CodePackages packages = new CodePackages(new MemoryPackages());

    @Test
    void aZipIsKnownByTheHashOfItsBytes() throws Exception {
        byte[] zip =
                Zips.zip().file("index.mjs", "export {}").file("lib/a.js", "1").bytes();

        try (CodePackage code = packages.ofZip(new ByteArrayInputStream(zip))) {
            assertThat(code.digest())
                    .isEqualTo(HexFormat.of().formatHex(Sha256.start().digest(zip)));
            assertThat(code.size()).isEqualTo(zip.length);
            assertThat(code.unpackedSize()).isEqualTo(10);
            assertThat(code.paths()).containsExactlyInAnyOrder("index.mjs", "lib/a.js");
        }
    }

    @Test
    void equalSourcesMakeEqualPackages() {
        try (CodePackage one = packages.ofSources(Map.of("a.js", "1", "b/c.js", "2"));
                CodePackage other = packages.ofSources(Map.of("b/c.js", "2", "a.js", "1"))) {
            assertThat(one.digest()).isEqualTo(other.digest());
        }
    }

    @Test
    void whatIsNotAZipIsRefused() {
        refused(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)), "not a zip");
        refused(InputStream.nullInputStream(), "not a zip");
    }

    @Test
    void aTruncatedZipIsRefused() {
        byte[] zip = Zips.zip().file("index.mjs", "export {}").bytes();

        refused(new ByteArrayInputStream(Arrays.copyOf(zip, zip.length / 2)), "not a zip");
    }

    @Test
    void aFlippedByteIsNoticed() {
        byte[] content = new byte[1_000];
        new Random(1).nextBytes(content);
        byte[] zip = Zips.zip().file("a.bin", 0644, content).bytes();
        zip[zip.length / 2] ^= 1;

        refused(new ByteArrayInputStream(zip), "a.bin");
    }

    @ParameterizedTest
    @CsvSource({
        "../evil.js, leaves the package's root",
        "a/../../evil.js, leaves the package's root",
        "/etc/passwd, absolute path",
        "C:/evil.js, absolute path",
        "a//b.js, empty name",
        "a/./b.js, empty name"
    })
    void pathsThatLeaveTheRootAreRefused(String path, String reason) {
        refused(Zips.zip().file("ok.js", "").file(path, "").stream(), reason);
    }

    @Test
    void backslashesAreRefused() {
        byte[] zip = Zips.zip().file("a/evil.js", "").bytes();
        // Writers turn backslashes around, so it is put into the bytes.
        String text = new String(zip, StandardCharsets.ISO_8859_1).replace("a/evil", "a\\evil");

        refused(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), "backslash");
    }

    @Test
    void aPathThatIsThereTwiceIsRefused() {
        refused(Zips.zip().file("a.js", "1").file("a.js", "2").stream(), "\"a.js\" is there twice");
        refused(Zips.zip().file("a.js", "1").file("./a.js", "2").stream(), "\"a.js\" is there twice");
    }

    @Test
    void aPathThatIsFileAndFolderIsRefused() {
        refused(Zips.zip().link("a", "b").file("a/x.js", "").stream(), "both a file and a folder");
        refused(Zips.zip().file("a", "").folder("a").stream(), "both a file and a folder");
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd", "../outside", "lib/../../outside", "sub/.."})
    void linksThatMayLeaveTheRootAreRefused(String target) {
        refused(Zips.zip().file("a.js", "").link("link", target).stream(), "link");
    }

    @Test
    void linksInsideTheRootStay() throws Exception {
        byte[] zip = Zips.zip()
                .file("pkg/bin.js", "")
                .link("node_modules/.bin/tool", "../../pkg/bin.js")
                .bytes();

        try (CodePackage code = packages.ofZip(new ByteArrayInputStream(zip))) {
            assertThat(code.paths()).contains("node_modules/.bin/tool");
        }
    }

    @Test
    void devicesAreRefused() {
        refused(Zips.zip().entry("pipe", 0010000 | 0644, InputStream.nullInputStream()).stream(), "neither a file");
    }

    @Test
    void aBombIsRefusedWhateverItsHeadersSay() {
        byte[] bomb = Zips.zip().zeros("zeros", (250L << 20) + 1).bytes();
        assertThat(bomb.length).isLessThan(1 << 20);
        refused(new ByteArrayInputStream(bomb), "larger than 250 MB when unpacked");

        byte[] lying = bomb.clone();
        int central = indexOf(lying, new byte[] {'P', 'K', 1, 2});
        Arrays.fill(lying, central + 24, central + 28, (byte) 1);
        refused(new ByteArrayInputStream(lying), "larger than 250 MB when unpacked");
    }

    @Test
    void tooManyEntriesAreRefused() {
        Zips zip = Zips.zip();
        IntStream.rangeClosed(0, PackageLimits.ENTRIES).forEach(i -> zip.file("f" + i, ""));

        refused(zip.stream(), "more than 20000 entries");
    }

    @Test
    void headersBeyondAllMeasureAreRefusedBeforeTheyAreRead() {
        byte[] headers = new byte[4 * 5 * PackageLimits.ENTRIES + 4];
        for (int i = 0; i < headers.length; i += 4) {
            System.arraycopy(new byte[] {'P', 'K', 1, 2}, 0, headers, i, 4);
        }

        refused(new ByteArrayInputStream(headers), "more than 20000 entries");
    }

    @Test
    void aZipBeyondTheLimitIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };

        assertThatExceptionOfType(InvalidPackageException.class)
                .isThrownBy(() -> packages.ofZip(endless))
                .withMessageContaining("larger than 50 MB")
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("RequestEntityTooLargeException"));
    }

    @Test
    void aPackageWithoutFilesIsRefused() {
        refused(Zips.zip().folder("empty").stream(), "no files");
        assertThatExceptionOfType(InvalidPackageException.class)
                .isThrownBy(() -> packages.ofSources(Map.of()))
                .withMessageContaining("no files");
    }

    @Test
    void anEditorSeesTextAndKeepsWhatItDoesNotSee() throws Exception {
        byte[] zip = Zips.zip()
                .file("bootstrap", 0755, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))
                .file("image.png", 0644, new byte[] {(byte) 0x89, 'P', 'N', 'G', 0})
                .file("large.txt", "x".repeat(SourceReader.FILE_BYTES + 1))
                .link("latest", "image.png")
                .file("old.js", "old")
                .bytes();
        String before = keep(packages.ofZip(new ByteArrayInputStream(zip)));

        PackageSources shown = packages.sources(TENANT, before);
        assertThat(shown.files()).extracting(SourceFile::path).containsExactly("bootstrap", "old.js");
        assertThat(shown.others()).containsExactly("image.png", "large.txt", "latest");

        String after = keep(packages.edited(TENANT, before, Map.of("bootstrap", "#!/bin/bash\n", "new.js", "new")));
        assertThat(packages.sources(TENANT, after).files())
                .containsExactly(new SourceFile("bootstrap", "#!/bin/bash\n"), new SourceFile("new.js", "new"));
        assertThat(packages.sources(TENANT, after).others()).isEqualTo(shown.others());
        assertThat(modes(after)).containsEntry("bootstrap", 0755).containsEntry("new.js", 0644);
    }

    @Test
    void anotherTenantsPackageIsNotFound() {
        String digest = keep(packages.ofSources(Map.of("a.js", "secret")));

        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> packages.sources(TenantId.next(), digest))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("ResourceNotFoundException"));
    }

    private Map<String, Integer> modes(String digest) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        packages.download(TENANT, digest, zip);
        Path file = Files.createTempFile("modes", ".zip");
        try {
            Files.write(file, zip.toByteArray());
            try (PackageZip read = PackageZip.open(file)) {
                return read.entries().stream().collect(Collectors.toMap(PackageEntry::path, PackageEntry::mode));
            }
        } finally {
            Files.delete(file);
        }
    }

    private String keep(CodePackage made) {
        try (CodePackage code = made) {
            packages.keep(TENANT, code);
            return code.digest();
        }
    }

    private void refused(InputStream zip, String reason) {
        assertThatExceptionOfType(InvalidPackageException.class)
                .isThrownBy(() -> packages.ofZip(zip))
                .withMessageContaining(reason)
                .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(Fault.CALLER));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return IntStream.range(0, bytes.length - part.length)
                .filter(i -> Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
                .findFirst()
                .orElseThrow();
    }
}
