package io.millirun.runtimemanager.code;

import io.millirun.kernel.TenantId;
import java.io.IOException;
import java.io.OutputStream;

/** Where code packages are kept for all processes: by organization and digest, written once. */
interface PackageStore {

    /** Keeps {@code code}; does nothing if the organization has it already. Part of the running transaction, if any. */
    void put(TenantId tenant, CodePackage code) throws IOException;

    /**
     * Writes the package as it was uploaded to {@code target}, never holding more than a piece of it.
     *
     * @return false if the organization has no such package
     */
    boolean read(TenantId tenant, String digest, OutputStream target) throws IOException;
}
