package io.millirun.portal.git;

import io.millirun.runtimemanager.code.CodePackage;

/**
 * What was fetched.
 *
 * @param commit its 40 digits
 * @param code what the folder has at this commit
 */
public record GitCheckout(GitSource source, String commit, CodePackage code) implements AutoCloseable {

    @Override
    public void close() {
        code.close();
    }
}
