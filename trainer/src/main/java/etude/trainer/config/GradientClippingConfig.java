package etude.trainer.config;

import etude.datasets.config.Setting;

/** Clipping by global norm (playbook, "Gradient clipping"). */
public record GradientClippingConfig(
        @Setting(value = "Largest permitted L2 norm of the whole gradient.", min = 1.0e-30)
                double norm) {}
