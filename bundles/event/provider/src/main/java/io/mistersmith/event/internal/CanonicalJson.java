package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one text for all JSON texts of the same meaning: no white space, keys sorted, strings escaped in one way, numbers by
 * value.
 *
 * <p>A number is its digits without zeros at either end, and a power of ten, so {@code 1}, {@code 1.0} and {@code 10e-1} are
 * {@code 1e0}; it is never expanded, however large the power. {@code -0} is zero. Elements of arrays keep their order. A key
 * that is there twice stays twice, so such a text equals only one that repeats the same values in the same order.
 */
final class CanonicalJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Longer exponents are compared as text: nothing can be that large, and arithmetic on them takes for ever. */
    private static final int EXPONENT_DIGITS = 1_000;

    /** Order of canonical texts: numbers by value and first, all others as text. */
    static final Comparator<String> ELEMENTS = CanonicalJson::compare;

    private record Member(String key, String value) {}

    private CanonicalJson() {}

    /** Returns whether two JSON texts mean the same; texts that are not JSON must be equal. */
    static boolean same(String one, String other) {
        return one.equals(other) || of(one).equals(of(other));
    }

    /** The canonical text; the text itself if it is no JSON. */
    static String of(String json) {
        StringBuilder out = new StringBuilder(json.length());
        try (JsonParser parser = FACTORY.createParser(json)) {
            value(parser, parser.nextToken(), out);
            return parser.nextToken() == null ? out.toString() : json;
        } catch (IOException e) {
            return json;
        }
    }

    private static void value(JsonParser in, @Nullable JsonToken token, StringBuilder out) throws IOException {
        if (token == null) {
            throw new IOException("no value");
        }
        switch (token) {
            case START_OBJECT -> object(in, out);
            case START_ARRAY -> array(in, out);
            case VALUE_STRING -> string(in.getText(), out);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getText(), out);
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> out.append(token.asString());
            default -> throw new IOException("unexpected " + token);
        }
    }

    private static void object(JsonParser in, StringBuilder out) throws IOException {
        List<Member> members = new ArrayList<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            StringBuilder value = new StringBuilder();
            value(in, in.nextToken(), value);
            members.add(new Member(key, value.toString()));
        }
        members.sort(Comparator.comparing(Member::key));
        char separator = '{';
        for (Member member : members) {
            string(member.key(), out.append(separator));
            out.append(':').append(member.value());
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void array(JsonParser in, StringBuilder out) throws IOException {
        out.append('[');
        boolean first = true;
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(in, token, out);
        }
        out.append(']');
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    private static void number(String text, StringBuilder out) {
        int end = indexOfExponent(text);
        StringBuilder digits = new StringBuilder(end);
        int fraction = 0;
        boolean point = false;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                point = true;
            } else if (c >= '0' && c <= '9') {
                fraction += point ? 1 : 0;
                if (c != '0' || digits.length() > 0) {
                    digits.append(c);
                }
            }
        }
        int length = digits.length();
        while (length > 0 && digits.charAt(length - 1) == '0') {
            length--;
        }
        if (length == 0) {
            out.append('0');
            return;
        }
        String exponent = end == text.length() ? "0" : text.substring(end + 1);
        out.append(text.charAt(0) == '-' ? "-" : "").append(digits, 0, length).append('e');
        if (exponent.length() > EXPONENT_DIGITS) {
            out.append(exponent).append('e').append(digits.length() - length - fraction);
        } else {
            out.append(new BigInteger(exponent).add(BigInteger.valueOf((long) digits.length() - length - fraction)));
        }
    }

    private static int indexOfExponent(String number) {
        int at = number.indexOf('e');
        at = at < 0 ? number.indexOf('E') : at;
        return at < 0 ? number.length() : at;
    }

    private static int compare(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        if (!number || one.equals(other)) {
            return one.compareTo(other);
        }
        int sign = sign(one);
        int bySign = Integer.compare(sign, sign(other));
        return bySign != 0 ? bySign : sign * compareMagnitudes(one, other);
    }

    private static boolean isNumber(String canonical) {
        char first = canonical.charAt(0);
        return first == '-' || (first >= '0' && first <= '9');
    }

    private static int sign(String number) {
        return number.charAt(0) == '-' ? -1 : number.equals("0") ? 0 : 1;
    }

    /** Of two numbers that are not zero: the place of the first digit decides, then the digits. */
    private static int compareMagnitudes(String one, String other) {
        int start = one.charAt(0) == '-' ? 1 : 0;
        int end = one.indexOf('e');
        int otherEnd = other.indexOf('e');
        try {
            BigInteger place = new BigInteger(one.substring(end + 1)).add(BigInteger.valueOf(end));
            BigInteger otherPlace = new BigInteger(other.substring(otherEnd + 1)).add(BigInteger.valueOf(otherEnd));
            int byPlace = place.compareTo(otherPlace);
            return byPlace != 0 ? byPlace : one.substring(start, end).compareTo(other.substring(start, otherEnd));
        } catch (NumberFormatException e) { // an exponent that was kept as text
            return one.compareTo(other);
        }
    }
}
