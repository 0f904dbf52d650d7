package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CfgTextTest {

    private static final String ORDERS =
            """
            # Orders
            large.above = 1000
            ! second kind of comment
              indented:x

            list=a,\\
                 b
            #currency=
            last=1
            """;

    private static CfgText text(String text) {
        return CfgText.of(text, StandardCharsets.UTF_8);
    }

    @Test
    void setsOneKeyAndLeavesTheRestAsItIs() {
        assertThat(text(ORDERS).with("large.above", "5").text())
                .isEqualTo(ORDERS.replace("large.above = 1000", "large.above = 5"));
        assertThat(text(ORDERS).with("indented", "y").text()).isEqualTo(ORDERS.replace("  indented:x", "  indented:y"));
    }

    @Test
    void replacesAllLinesOfAContinuedValue() {
        assertThat(text(ORDERS).values()).containsEntry("list", "a,b");
        assertThat(text(ORDERS).with("list", "c").text()).isEqualTo(ORDERS.replace("list=a,\\\n     b", "list=c"));
    }

    @Test
    void aNewKeyComesBehindItsCommentElseToTheEnd() {
        assertThat(text(ORDERS).with("currency", "EUR").text())
                .isEqualTo(ORDERS.replace("#currency=\n", "#currency=\ncurrency=EUR\n"));
        assertThat(text(ORDERS).with("more", "1").text()).isEqualTo(ORDERS + "more=1\n");
        assertThat(text("").with("more", "1").text()).isEqualTo("more=1\n");
        assertThat(text("a=1").with("more", "1").text()).isEqualTo("a=1\nmore=1\n");
    }

    @Test
    void theLastOfTwoLinesCountsAndIsChanged() {
        assertThat(text("a=1\na=2\n").with("a", "3").text()).isEqualTo("a=1\na=3\n");
        assertThat(text("a=1\na=2\n").values()).containsExactly(entry("a", "2"));
    }

    @Test
    void keepsLineEndsOfWindows() {
        assertThat(text("# c\r\na=1\r\n").with("a", "2").with("b", "3").text()).isEqualTo("# c\r\na=2\r\nb=3\r\n");
    }

    @Test
    void keepsBytesThatAreNoTextInTheEncoding() {
        byte[] bytes = {'#', (byte) 0xFF, (byte) 0xFE, '\n', 'a', '=', '1', '\n'};
        byte[] changed =
                CfgText.of(bytes, StandardCharsets.UTF_8).with("a", "2").bytes();

        assertThat(changed).isEqualTo(new byte[] {'#', (byte) 0xFF, (byte) 0xFE, '\n', 'a', '=', '2', '\n'});
    }

    @Test
    void aByteOrderMarkStaysAndHidesNoKey() {
        CfgText marked = text("\uFEFFa=1\n");

        assertThat(marked.values()).containsOnlyKeys("a");
        assertThat(marked.with("a", "2").text()).isEqualTo("\uFEFFa=2\n");
    }

    @Test
    void removesAllLinesOfAKeyAndNothingElse() {
        assertThat(text(ORDERS).without("list").text()).isEqualTo(ORDERS.replace("list=a,\\\n     b\n", ""));
        assertThat(text("a=1\nb=2\na=3").without("a").text()).isEqualTo("b=2\n");
    }

    @Test
    void aKeyWithoutSeparatorGetsOne() {
        assertThat(text("flag\n").with("flag", "true").text()).isEqualTo("flag=true\n");
        assertThat(text("flag=\n").with("flag", "true").text()).isEqualTo("flag=true\n");
        assertThat(text("flag \n").with("flag", "true").values()).containsExactly(entry("flag", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "US-ASCII"})
    void whatIsSetIsReadBackAsItWas(String charset) throws IOException {
        Charset encoding = Charset.forName(charset);
        Random random = new Random(7);
        String alphabet = "ab =:#!\\\t\n\r,\u00e4\u20ac$[]{}\"\uD83D\uDE00";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
                value.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
            }
            CfgText set = CfgText.of("# c\na=1\nb=2\n", encoding).with("a", value.toString());
            Properties properties = new Properties();
            properties.load(new StringReader(set.text()));

            assertThat(set.values()).containsExactly(entry("a", value.toString()), entry("b", "2"));
            assertThat(properties.getProperty("a")).isEqualTo(value.toString());
            assertThat(set.with("a", "1").text()).isEqualTo("# c\na=1\nb=2\n");
        }
    }

    @Test
    void masksSecretsAndLeavesReferencesToThem() {
        CfgText secrets = text("password=one\npassword=hunter2\nplace=$[secret:db]\nother=x\n");
        CfgText masked = secrets.masked(key -> !key.equals("other"));

        assertThat(masked.text()).isEqualTo("password=***\nplace=$[secret:db]\nother=x\n");
        assertThat(masked.unmasked(text("password=new\n")).values()).containsEntry("password", "new");
        assertThat(masked.unmasked(null).values()).doesNotContainKey("password");
    }

    @Test
    void knowsFilesWhoseValuesHaveTypes() {
        assertThat(text("a=I\"5\"\nb=[ \"x\", ]\n").isTyped()).isTrue();
        assertThat(text("a=I\"5\"\nb=plain\n").isTyped()).isFalse();
        assertThat(text("# nothing\n").isTyped()).isFalse();
    }
}
