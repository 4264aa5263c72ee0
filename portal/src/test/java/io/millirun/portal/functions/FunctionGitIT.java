package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.PackageSources.SourceFile;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

class FunctionGitIT extends FunctionsIT {

    private static final String ONE = "export const handler = async () => 1;\n";
    private static final String TWO = "export const handler = async () => 2;\n";

    @TempDir
    private Path folder;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private AccessKeys keys;

    private Member member;
    private GitServer server;

    @BeforeEach
    void serve() throws Exception {
        member = newMember();
        server = new GitServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFunctionIsMadeOfARepositoryAndFetchedAgain() throws Exception {
        String first = server.commit("main", Map.of("index.mjs", ONE, "lib/run.sh", "#!/bin/sh\n"));
        Browser browser = developer(member);

        HttpResponse<String> made = create(browser, "hello", "", "starter", "git", "git.url", server.url());

        assertThat(made.statusCode()).isEqualTo(302);
        assertThat(files()).containsOnly(Map.entry("index.mjs", ONE), Map.entry("lib/run.sh", "#!/bin/sh\n"));
        String page = browser.get("/functions/hello/code").body();
        assertThat(page).contains(first.substring(0, 10), "value=\"" + server.url() + "\"");

        server.commit("main", Map.of("index.mjs", TWO));
        browser.post("/functions/hello/git", "url", server.url());

        assertThat(files()).containsOnly(Map.entry("index.mjs", TWO));
        assertThat(browser.get("/audit").body()).contains("function.create", "function.deploy");
    }

    @Test
    void oneFolderOfOneBranchIsTaken() throws Exception {
        server.commit("main", Map.of("README.md", "all"));
        String commit = server.commit("next", Map.of("services/hello/index.mjs", TWO, "services/other/index.mjs", ONE));
        Browser browser = developer(member);

        create(
                browser,
                "hello",
                "",
                "starter",
                "git",
                "git.url",
                server.url(),
                "git.ref",
                "next",
                "git.folder",
                "/services/hello/");
        assertThat(files()).containsOnly(Map.entry("index.mjs", TWO));

        HttpResponse<String> answer =
                browser.post("/functions/hello/git", "url", server.url(), "ref", commit, "folder", "services/other");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        assertThat(browser.get("/functions/hello/code").body()).doesNotContain("git-error");
        assertThat(files()).containsOnly(Map.entry("index.mjs", ONE));
    }

    @Test
    void aPrivateRepositoryWantsItsToken() throws Exception {
        server.commit("main", Map.of("index.mjs", ONE));
        server.wantToken("s3cret");
        Browser browser = developer(member);

        HttpResponse<String> without = create(browser, "hello", "", "starter", "git", "git.url", server.url());
        HttpResponse<String> with =
                create(browser, "hello", "", "starter", "git", "git.url", server.url(), "git.token", "s3cret");

        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("wants an access token");
        assertThat(with.statusCode()).isEqualTo(302);
        assertThat(browser.get("/functions/hello/code").body()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://10.1.2.3/team/project      | is at 10.1.2.3, an address that is not public
            http://169.254.169.254/latest     | is at 169.254.169.254, an address that is not public
            file:///etc                       | A repository&#39;s address looks like
            ssh://git@127.0.0.1/team/project  | more than host and path
            http://user:pw@127.0.0.1/project  | more than host and path
            git://127.0.0.1/team/project      | reached by https
            team/project                      | A repository&#39;s address looks like
            """)
    void addressesThatAreNoneOrClosedAreRefused(String url, String why) {
        HttpResponse<String> refused = create(developer(member), "hello", "", "starter", "git", "git.url", url);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains(why).contains("git.url-error");
    }

    @Test
    void aRedirectIntoTheOwnNetworkIsNotFollowed() throws Exception {
        server.commit("main", Map.of("index.mjs", ONE));
        server.redirectTo("http://10.1.2.3/team/project");

        HttpResponse<String> refused =
                create(developer(member), "hello", "", "starter", "git", "git.url", server.url());

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("not public");
    }

    @Test
    void whatIsNotThereOrTooLargeIsSaidAndChangesNothing() throws Exception {
        server.commit("main", Map.of("index.mjs", ONE));
        var random = new Random(1);
        String large = random.ints(2_000_000, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        server.commit("large", Map.of("index.mjs", ONE, "large.txt", large));
        Browser browser = developer(member);
        create(browser, "hello", "", "starter", "git", "git.url", server.url());
        browser.get("/functions/hello/code"); // Says that it was deployed.

        assertThat(problem(browser, "ref", "nowhere")).contains("no branch or tag “nowhere”; there are: large, main");
        assertThat(problem(browser, "folder", "nowhere")).contains("no folder “nowhere”");
        assertThat(problem(browser, "folder", "../..")).contains("cannot be a folder");
        assertThat(problem(browser, "ref", "large")).contains("more than 1 MB");
        assertThat(files()).containsOnly(Map.entry("index.mjs", ONE));
    }

    private String problem(Browser browser, String field, String value) {
        HttpResponse<String> answer = browser.post("/functions/hello/git", "url", server.url(), field, value);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        String page = browser.get("/functions/hello/code").body();
        assertThat(page).contains("id=\"git-error\"");
        return page;
    }

    @Test
    void programsDoTheSame() throws Exception {
        String first = server.commit("main", Map.of("index.mjs", ONE));
        String token = CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "api", Grants.ALL, null, "test").bearerToken());
        Browser program = browser();

        HttpResponse<String> made = program.sendWithBody(
                "POST",
                "/api/v1/functions",
                token,
                "{\"name\":\"hello\",\"runtime\":\"nodejs24.x\",\"handler\":\"index.handler\",\"git\":{\"url\":\""
                        + server.url() + "\"}}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(program.getWithBearer("/api/v1/functions/hello/git", token).body())
                .contains(first, server.url());

        server.commit("main", Map.of("index.mjs", TWO));
        HttpResponse<String> pulled = program.sendWithBody("POST", "/api/v1/functions/hello/git/pull", token, "{}");
        assertThat(pulled.statusCode()).as(pulled.body()).isEqualTo(200);
        assertThat(files()).containsOnly(Map.entry("index.mjs", TWO));

        HttpResponse<String> refused =
                program.sendWithBody("PUT", "/api/v1/functions/hello/git", token, "{\"url\":\"http://10.1.2.3/x\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("not public");
    }

    private Map<String, String> files() {
        return CurrentTenant.call(member.organization(), () -> {
            String digest = catalog.find(member.organization(), new FunctionName("hello"))
                    .orElseThrow()
                    .latest()
                    .codeDigest();
            List<SourceFile> files =
                    packages.sources(member.organization(), digest).files();
            return files.stream().collect(Collectors.toMap(SourceFile::path, SourceFile::text));
        });
    }
}
