package io.millirun.portal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class AssetsIT extends PortalIT {

    @Test
    void linkedAssetsAreKeptForEver() {
        Browser browser = browser();
        String style =
                browser.get("/login").body().replaceAll("(?s).*href=\"(/assets/millirun-[0-9a-f]{32}\\.css)\".*", "$1");

        HttpResponse<String> answer = browser.get(style);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, immutable");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void plainNamesAreAskedForAgain() {
        HttpResponse<String> answer = browser().get("/assets/icons.svg");

        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=0, must-revalidate");
        assertThat(answer.headers().firstValue("ETag")).isPresent();
    }
}
