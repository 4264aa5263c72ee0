package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;

/** Port: how much an organization may keep. Answers from memory. */
public interface OrganizationQuotas {

    /** Most bytes of code packages, of all functions, versions and layers. */
    long codeBytes(TenantId tenant);

    /** Most functions. */
    int functions(TenantId tenant);

    /** The same for every organization. */
    static OrganizationQuotas ofEveryOrganization(long codeBytes, int functions) {
        return new OrganizationQuotas() {
            @Override
            public long codeBytes(TenantId tenant) {
                return codeBytes;
            }

            @Override
            public int functions(TenantId tenant) {
                return functions;
            }
        };
    }
}
