package io.millirun.portal.accesskey;

import io.millirun.portal.secret.MasterSecret;
import io.millirun.portal.secret.Sealer;
import org.springframework.stereotype.Component;

/** Encrypts the secrets of access keys, each bound to its key's id. Not hashed: AWS signatures need the secret itself. */
@Component
class KeySealer {

    private final Sealer sealer;

    KeySealer(MasterSecret master) {
        this.sealer = new Sealer(master, "access key secrets");
    }

    byte[] seal(AccessKeyToken token) {
        return sealer.seal(token.secret(), token.keyId());
    }

    String open(byte[] sealed, String keyId) {
        return sealer.open(sealed, keyId);
    }
}
