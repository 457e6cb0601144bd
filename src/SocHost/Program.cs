return await SocHost.CommandLine.RunAsync(args);
