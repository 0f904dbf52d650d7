package io.mistersmith.eventbus.internal.core;

/**
 * The bundle that something belongs to.
 *
 * @param name its symbolic name, which is the source of its events
 * @param version its version, such as {@code 1.0.0}
 */
public record Owner(String name, String version) implements Comparable<Owner> {

    /** Name and version as people see them: {@code orders/1.0.0}. */
    public String label() {
        return name + "/" + version;
    }

    /** By version, part by part, numbers as numbers; the qualifier, the fourth part, as text. */
    @Override
    public int compareTo(Owner other) {
        String[] mine = version.split("\\.", 4);
        String[] theirs = other.version.split("\\.", 4);
        for (int i = 0; i < 3; i++) {
            int order = Integer.compare(number(mine, i), number(theirs, i));
            if (order != 0) {
                return order;
            }
        }
        int order = (mine.length > 3 ? mine[3] : "").compareTo(theirs.length > 3 ? theirs[3] : "");
        return order != 0 ? order : name.compareTo(other.name);
    }

    private static int number(String[] parts, int i) {
        try {
            return i < parts.length ? Integer.parseInt(parts[i]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
