package io.mistersmith.pools;

/** A path that leads to no file below the pool's folder, or leads there through a link. Nothing was borrowed. */
public final class PathRefusedException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Says what is wrong with it.
     *
     * @param path as it was given; the message shows 200 characters of it, and no control characters
     * @param why ends the sentence
     */
    public PathRefusedException(String pool, String path, String why) {
        super(pool, "Path refused: pool=" + pool + ", path=\"" + shown(path) + "\", " + why, null);
        this.path = path;
    }

    static String shown(String path) {
        String start = path.length() > 200 ? path.substring(0, 200) + "..." : path;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    /** The path as it was given. */
    public String path() {
        return path;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
