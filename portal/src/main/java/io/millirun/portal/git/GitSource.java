package io.millirun.portal.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Where code comes from.
 *
 * @param url of the repository, {@code https}
 * @param ref a branch, a tag or a commit's 40 digits; empty for the repository's default branch
 * @param folder within the repository; empty for all of it
 */
public record GitSource(String url, String ref, String folder) {

    private static final int LONGEST = 500;
    private static final Pattern REF = Pattern.compile("(?!.*(\\.\\.|//))[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}(?<![./])");

    /**
     * What somebody wrote.
     *
     * @throws GitRefusedException if it names no repository, reference or folder
     */
    public static GitSource of(String url, String ref, String folder) {
        String trimmed = ref.strip();
        if (!trimmed.isEmpty() && !REF.matcher(trimmed).matches()) {
            throw new GitRefusedException("“" + trimmed + "” cannot be a branch, a tag or a commit.");
        }
        return new GitSource(address(url.strip()), trimmed, folder(folder.strip()));
    }

    private static String address(String url) {
        try {
            URI address = new URI(url);
            if (address.getHost() == null || address.getScheme() == null || url.length() > LONGEST) {
                throw new GitRefusedException("A repository's address looks like https://github.com/team/project.");
            }
            if (address.getUserInfo() != null || address.getQuery() != null || address.getFragment() != null) {
                throw new GitRefusedException(
                        "The address has more than host and path. An access token goes into its own field.");
            }
            return url;
        } catch (URISyntaxException malformed) {
            throw new GitRefusedException(
                    "A repository's address looks like https://github.com/team/project.", malformed);
        }
    }

    private static String folder(String folder) {
        String bare = folder.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
        boolean strange = Arrays.stream(bare.split("/", -1))
                .anyMatch(part -> part.equals("..") || part.equals(".") || (part.isEmpty() && !bare.isEmpty()));
        if (strange || bare.length() > LONGEST) {
            throw new GitRefusedException("“" + folder + "” cannot be a folder of a repository.");
        }
        return bare;
    }
}
