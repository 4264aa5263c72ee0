package io.millirun.portal.functions;

import io.millirun.portal.git.GitRefusedException;
import io.millirun.portal.git.GitSource;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A repository as a form or a request names it.
 *
 * @param token for a private repository; used once and not kept
 */
public record GitForm(String url, String ref, String folder, String token) implements Serializable {

    static final GitForm NONE = new GitForm("", "", "", "");

    public GitForm(@Nullable String url, @Nullable String ref, @Nullable String folder, @Nullable String token) {
        this.url = SettingsInput.text(url);
        this.ref = SettingsInput.text(ref);
        this.folder = SettingsInput.text(folder);
        this.token = SettingsInput.text(token);
    }

    /** @throws GitRefusedException if it names none */
    GitSource source() {
        return GitSource.of(url, ref, folder);
    }

    static GitForm of(GitSource source) {
        return new GitForm(source.url(), source.ref(), source.folder(), "");
    }

    @Override
    public String toString() {
        return "GitForm[" + url + "]";
    }
}
