package io.millirun.portal.git;

import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of a commit as a code package. Submodules are left out. */
final class GitTree {

    /** As much as a package may have unpacked, and one more file than it may have. */
    private static final long LARGEST = 250L << 20;

    private final Repository repository;
    private final CodePackages packages;

    GitTree(Repository repository, CodePackages packages) {
        this.repository = repository;
        this.packages = packages;
    }

    /** @param folder within the repository; empty for all of it */
    CodePackage pack(ObjectId commit, String folder) throws IOException {
        Path file = Files.createTempFile("millirun-git", ".tar");
        try {
            try (TarArchiveOutputStream tar = CodePackages.tar(Files.newOutputStream(file));
                    TreeWalk walk = new TreeWalk(repository)) {
                walk.addTree(root(commit, folder));
                walk.setRecursive(true);
                write(walk, tar);
            }
            try (InputStream tar = Files.newInputStream(file)) {
                return packages.ofTar(tar);
            }
        } finally {
            Files.delete(file);
        }
    }

    private ObjectId root(ObjectId commit, String folder) throws IOException {
        try (RevWalk revisions = new RevWalk(repository)) {
            RevTree tree = revisions.parseCommit(commit).getTree();
            if (folder.isEmpty()) {
                return tree;
            }
            try (TreeWalk found = TreeWalk.forPath(repository, folder, tree)) {
                if (found == null || !FileMode.TREE.equals(found.getFileMode(0))) {
                    throw new GitRefusedException("The repository has no folder “" + folder + "” at this commit.");
                }
                return found.getObjectId(0);
            }
        }
    }

    private static void write(TreeWalk walk, TarArchiveOutputStream tar) throws IOException {
        long total = 0;
        while (walk.next()) {
            FileMode mode = walk.getFileMode(0);
            if (FileMode.GITLINK.equals(mode)) {
                continue;
            }
            ObjectLoader object = walk.getObjectReader().open(walk.getObjectId(0));
            total += object.getSize();
            if (total > LARGEST) {
                throw new GitRefusedException(
                        "The repository has more than " + (LARGEST >> 20) + " MB of files at this commit.");
            }
            if (FileMode.SYMLINK.equals(mode)) {
                TarArchiveEntry link = new TarArchiveEntry(walk.getPathString(), TarConstants.LF_SYMLINK);
                link.setLinkName(new String(object.getBytes(), StandardCharsets.UTF_8));
                tar.putArchiveEntry(link);
            } else {
                TarArchiveEntry file = new TarArchiveEntry(walk.getPathString());
                file.setSize(object.getSize());
                file.setMode(FileMode.EXECUTABLE_FILE.equals(mode) ? 0755 : 0644);
                tar.putArchiveEntry(file);
                object.copyTo(tar);
            }
            tar.closeArchiveEntry();
        }
    }
}
