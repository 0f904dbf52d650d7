package io.mistersmith.plugincode.support;

/**
 * Name of code that belongs to a plugin, as logs and status lists show it.
 *
 * @param bundle symbolic name of the plugin's bundle
 * @param type class, or another name by which the plugin's author finds the code
 */
public record PluginCode(String bundle, String type) {

    /** The code of an object. */
    public static PluginCode of(String bundle, Object called) {
        return new PluginCode(bundle, called.getClass().getName());
    }

    @Override
    public String toString() {
        return type + " of bundle " + bundle;
    }
}
