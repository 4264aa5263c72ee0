package io.millirun.runtimemanager.code;

/** Code packages for tests of other packages. */
public final class TestPackages {

    private TestPackages() {}

    public static CodePackages inMemory() {
        return new CodePackages(new MemoryPackages());
    }
}
