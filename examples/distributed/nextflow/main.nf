// A cohort in shards: nextflow run main.nf --manifest cohort.csv --shards 8 --out results --options '--config study.yaml'
params.manifest = null
params.shards = 8
params.out = 'results'
params.options = ''

process EVALUATE {
    tag "shard ${shard}/${shards}"
    cpus 4
    memory 8.GB
    time 2.h
    errorStrategy 'retry'
    maxRetries 2

    input:
    val manifest
    val shards
    val shard

    output:
    path "shard-${shard}"

    script:
    """
    voxmatch run '${manifest}' --shard ${shard}/${shards} --out shard-${shard} \
        --threads ${task.cpus} --memory ${task.memory.toMega().intdiv(10) * 7}M --exit-zero ${params.options}
    """
}

process MERGE {
    debug true
    publishDir params.out, mode: 'copy'

    input:
    path shards

    output:
    path 'run.json'
    path 'cases.jsonl'

    script:
    """
    voxmatch merge ${shards} --out . --exit-zero
    """
}

workflow {
    // By its path and not as a staged file: the volumes are found from where the manifest lies.
    manifest = file(params.manifest, checkIfExists: true).toAbsolutePath().toString()
    shards = params.shards as int
    EVALUATE(manifest, shards, channel.fromList((0..<shards).toList()))
    MERGE(EVALUATE.out.collect())
}
