package etude.trainer.model;

/**
 * A linear layer with a bias on (N, inputs), with its gradient. All three products have as many
 * multiplications, so they are all the library's or all oneDNN's. The latter must get each second
 * factor as it lies in memory or transposed: of other strides it takes a thousand times as long.
 *
 * @param outputs how many
 */
record ManualLinear(int outputs) implements ManualGradient {
    private static final String ONE_DNN =
            "ops.mkldnn._linear_pointwise(%s, %s, %s, \"none\", annotate(List[Optional[number]], []), \"\")";

    @Override
    public String text(Pass pass) {
        boolean oneDnn = pass.kernels().oneDnn(pass.input().get(0), pass.input().get(1), outputs);
        KernelText text = KernelText.resource("linear_by_hand.txt");
        return (oneDnn
                        ? text.with("FORWARD", ONE_DNN.formatted("x", "weight", "bias"))
                                .with(
                                        "BY_INPUT",
                                        ONE_DNN.formatted("dy", "torch.t(weight)", "None"))
                                .with(
                                        "BY_WEIGHT",
                                        ONE_DNN.formatted("torch.t(dy)", "torch.t(x)", "None"))
                        : text.with("FORWARD", "torch.addmm(bias, x, torch.t(weight))")
                                .with("BY_INPUT", "torch.mm(dy, weight)")
                                .with("BY_WEIGHT", "torch.mm(torch.t(dy), x)"))
                .source();
    }
}
