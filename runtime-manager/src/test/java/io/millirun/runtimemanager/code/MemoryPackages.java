package io.millirun.runtimemanager.code;

import io.millirun.kernel.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store of packages in memory that counts how often it is read. */
final class MemoryPackages implements PackageStore {

    final AtomicInteger reads = new AtomicInteger();
    private final Map<Key, byte[]> packages = new ConcurrentHashMap<>();

    @Override
    public void put(TenantId tenant, CodePackage code) throws IOException {
        packages.putIfAbsent(new Key(tenant, code.digest()), Files.readAllBytes(code.file()));
    }

    @Override
    public boolean read(TenantId tenant, String digest, OutputStream target) throws IOException {
        reads.incrementAndGet();
        byte[] found = packages.get(new Key(tenant, digest));
        if (found != null) {
            target.write(found);
        }
        return found != null;
    }

    private record Key(TenantId tenant, String digest) {}
}
