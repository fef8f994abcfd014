console.error('sallyport: no command yet');
